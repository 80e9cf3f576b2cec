import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { contains, Inbox, type JsonObject } from './inbox.js';

/** Where a gateway is reached. */
export interface Endpoint {
  readonly httpUrl: string;
  readonly wsUrl: string;
}

export interface Frame extends JsonObject {
  type: string;
}

/** A frame's type, a part of the frame, or a question about it. */
export type Match = string | JsonObject | ((frame: Frame) => boolean);

export interface RawOptions {
  headers?: Record<string, string>;
  protocols?: string[];
  /** False: a client whose network is gone, as far as pings can tell. */
  autoPong?: boolean;
}

const DEADLINE_MS = 8_000;

/** A plain WebSocket client that records what it got. */
export class RawClient {
  private static readonly open = new Set<RawClient>();

  /** Resolves with the code and reason the server closed with. */
  readonly closed: Promise<{ code: number; reason: string }>;
  private readonly inbox = new Inbox<Frame>();
  private requests = 0;

  private constructor(private readonly socket: WebSocket) {
    RawClient.open.add(this);
    socket.on('message', (content, isBinary) => {
      const text = (content as Buffer).toString();
      this.inbox.add(isBinary ? { type: '(binary)', text } : (JSON.parse(text) as Frame));
    });
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => {
        RawClient.open.delete(this);
        this.inbox.end(`closed with ${code} ${reason.toString()}`);
        resolve({ code, reason: reason.toString() });
      });
    });
  }

  /** Connects; rejects where the upgrade is refused. `path` is what follows the port, query included. */
  static async connect(gateway: Endpoint, path = '/', options: RawOptions = {}): Promise<RawClient> {
    const { protocols = [], ...rest } = options;
    const socket = new WebSocket(new URL(path, gateway.wsUrl), protocols, { ...rest, perMessageDeflate: false });
    const client = new RawClient(socket);
    await once(socket, 'open');
    socket.on('error', () => undefined);
    return client;
  }

  /** The HTTP status with which the upgrade is refused. */
  static async refusal(gateway: Endpoint, path: string, options: RawOptions = {}): Promise<number> {
    const { protocols = [], ...rest } = options;
    const socket = new WebSocket(new URL(path, gateway.wsUrl), protocols, rest);
    return new Promise((resolve, reject) => {
      socket.on('unexpected-response', (request, response) => {
        request.destroy();
        resolve(response.statusCode ?? 0);
      });
      socket.on('open', () => {
        socket.terminate();
        reject(new Error(`The upgrade on ${path} was accepted.`));
      });
      socket.on('error', reject);
    });
  }

  static async closeAll(): Promise<void> {
    await Promise.all([...RawClient.open].map((client) => client.close()));
  }

  /** Everything that came so far, in order. */
  get frames(): readonly Frame[] {
    return this.inbox.received;
  }

  /** The subprotocol the server chose. */
  get protocol(): string {
    return this.socket.protocol;
  }

  /** An object goes as JSON, a string as it is, a buffer as a binary frame. */
  send(frame: object | string | Buffer): void {
    this.socket.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
  }

  /** The canonical protocol's request; resolves with the answer, `{ok, …}`, out of this command's `ack` frame. */
  async request(type: string, data?: unknown, withinMs = 5_000): Promise<JsonObject> {
    const id = ++this.requests;
    this.send({ type, id, data });
    const frame = await this.next({ type: 'ack', id }, withinMs);
    return Object.fromEntries(Object.entries(frame).filter(([field]) => field !== 'type' && field !== 'id'));
  }

  /** The first frame that fits and was not taken before. */
  next(match: Match, withinMs = DEADLINE_MS): Promise<Frame> {
    return this.inbox.take(describe(match), matcher(match), withinMs);
  }

  /** Frames that fit and that nobody took yet. */
  left(match: Match): Frame[] {
    return this.inbox.left(matcher(match));
  }

  /** What the server wrote before this call has arrived when it resolves: a ping's pong comes behind it. */
  async barrier(): Promise<void> {
    for (const round of ['first', 'second']) {
      const pong = once(this.socket, 'pong', { signal: AbortSignal.timeout(DEADLINE_MS) });
      this.socket.ping(round);
      await pong;
    }
  }

  /**
   * Nothing that fits came. What could cause it must have happened already (somebody else has seen it, say); `forMs` is
   * for what only a timer of the server could cause.
   */
  async silent(match: Match, forMs = 0): Promise<void> {
    if (forMs > 0) await delay(forMs);
    await this.barrier();
    const found = this.left(match);
    if (found.length > 0) throw new Error(`Expected no ${describe(match)}, but got ${JSON.stringify(found)}`);
  }

  pauseReading(): void {
    this.socket.pause();
  }

  /** Goes without a close frame, as a lost network does. */
  terminate(): void {
    this.socket.terminate();
  }

  async close(): Promise<void> {
    this.socket.close(1000);
    const patience = setTimeout(() => {
      this.socket.terminate();
    }, 1_000);
    await this.closed;
    clearTimeout(patience);
  }
}

function matcher(match: Match): (frame: Frame) => boolean {
  if (typeof match === 'function') return match;
  if (typeof match === 'string') return (frame) => frame.type === match;
  return (frame) => contains(frame, match);
}

function describe(match: Match): string {
  return typeof match === 'function' ? 'a frame for which ' + match.toString() : `a frame ${JSON.stringify(match)}`;
}
