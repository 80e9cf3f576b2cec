import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** `up` is what clients say, `down` what the server answers. */
export type Direction = 'up' | 'down';

interface Link {
  readonly client: Socket;
  readonly server: Socket;
}

/** Looks through what passes one way on one link; the number of bytes that may still pass, then both ends are reset. */
type Cut = (link: Link, direction: Direction, bytes: Buffer) => number | undefined;

/** Stands before a server on 127.0.0.1, and does to its connections what networks do. */
export class TcpProxy {
  /** Milliseconds by which each piece is held up, one after the other, in each direction. */
  latencyMs = 0;
  private readonly links = new Set<Link>();
  private readonly cuts = new Set<Cut>();
  private gate: Promise<void> = Promise.resolve();
  private open: () => void = () => undefined;
  private isRefusing = false;

  private constructor(
    private readonly target: number,
    private readonly server: Server,
  ) {
    server.on('connection', (client) => this.accept(client));
  }

  static async before(target: number): Promise<TcpProxy> {
    const server = createServer({ noDelay: true });
    const proxy = new TcpProxy(target, server);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Connections that are open. */
  get size(): number {
    return this.links.size;
  }

  /** The URL of the server behind it, as one of the proxy. */
  url(behind: string): string {
    const url = new URL(behind);
    url.port = String(this.port);
    return url.href;
  }

  /** Nothing passes any more, in either direction, and nothing is lost; until `resume`. */
  pause(): void {
    this.gate = new Promise((resolve) => (this.open = resolve));
  }

  resume(): void {
    this.open();
  }

  /** Breaks every connection; with `refuse`, each new one too, until `admit`. */
  reset({ refuse = false } = {}): void {
    this.isRefusing = refuse;
    for (const link of this.links) breakOff(link);
  }

  admit(): void {
    this.isRefusing = false;
  }

  /** Breaks the next connection on which so many bytes went that way; resolves when it is done. */
  cutAfterBytes(count: number, direction: Direction): Promise<void> {
    const passed = new WeakMap<Link, number>();
    return this.cutOnce((link, way, bytes) => {
      if (way !== direction) return undefined;
      const before = passed.get(link) ?? 0;
      passed.set(link, before + bytes.length);
      return before + bytes.length >= count ? count - before : undefined;
    });
  }

  /** Breaks the next connection on which this is said that way, before any byte of it has passed; resolves when it is done. */
  cutBefore(said: Buffer, direction: Direction): Promise<void> {
    return this.cutOnce((_link, way, bytes) => {
      const at = way === direction ? bytes.indexOf(said) : -1;
      return at < 0 ? undefined : at;
    });
  }

  async close(): Promise<void> {
    this.resume();
    this.reset({ refuse: true });
    this.server.close();
    await once(this.server, 'close');
  }

  private cutOnce(cut: Cut): Promise<void> {
    return new Promise((resolve) => {
      const once: Cut = (...passing) => {
        const left = cut(...passing);
        if (left === undefined) return undefined;
        this.cuts.delete(once);
        resolve();
        return left;
      };
      this.cuts.add(once);
    });
  }

  private accept(client: Socket): void {
    const server = connect({ port: this.target, host: '127.0.0.1', noDelay: true });
    const link = { client, server };
    this.links.add(link);
    for (const socket of [client, server]) {
      socket.on('error', () => breakOff(link));
      socket.on('close', () => {
        this.links.delete(link);
        breakOff(link);
      });
    }
    if (this.isRefusing) breakOff(link);
    else for (const direction of ['up', 'down'] as const) void this.carry(link, direction).catch(() => breakOff(link));
  }

  private async carry(link: Link, direction: Direction): Promise<void> {
    const [from, to] = direction === 'up' ? [link.client, link.server] : [link.server, link.client];
    for await (const bytes of from as AsyncIterable<Buffer>) {
      if (this.latencyMs > 0) await delay(this.latencyMs);
      await this.gate;
      for (const cut of this.cuts) {
        const left = cut(link, direction, bytes);
        if (left === undefined) continue;
        // The last bytes must be on their way before the reset overtakes them.
        if (left > 0) await new Promise((resolve) => to.write(bytes.subarray(0, left), resolve));
        breakOff(link);
        return;
      }
      if (!to.write(bytes)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
    }
    to.end();
  }
}

function breakOff({ client, server }: Link): void {
  for (const socket of [client, server]) if (!socket.destroyed) socket.resetAndDestroy();
}
