import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** One WebSocket frame as a client sends it: masked, as RFC 6455 asks of clients. */
export function clientFrame(opcode: number, payload: string | Buffer = '', { fin = true } = {}): Buffer {
  const content = Buffer.from(payload);
  const mask = randomBytes(4);
  const length = content.length < 126 ? Buffer.from([0x80 | content.length]) : Buffer.alloc(3);
  if (content.length >= 126) {
    length[0] = 0x80 | 126;
    length.writeUInt16BE(content.length, 1);
  }
  for (let at = 0; at < content.length; at += 1) content[at] = content[at]! ^ mask[at % 4]!;
  return Buffer.concat([Buffer.from([(fin ? 0x80 : 0) | opcode]), length, mask, content]);
}

/** A TCP connection that speaks WebSocket only as far as a test makes it, and reads only when told to. */
export class BareSocket {
  private static readonly open = new Set<BareSocket>();

  /** Resolves when the connection is gone. */
  readonly closed: Promise<void>;
  /** Everything read so far. */
  received = Buffer.alloc(0);

  private constructor(readonly socket: Socket) {
    BareSocket.open.add(this);
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => (this.received = Buffer.concat([this.received, bytes])));
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        BareSocket.open.delete(this);
        resolve();
      });
    });
  }

  /** A connection on which nothing has been said. */
  static async connect(port: number): Promise<BareSocket> {
    const bare = new BareSocket(connect(port, '127.0.0.1'));
    await once(bare.socket, 'connect');
    return bare;
  }

  /** A WebSocket on that path. */
  static async upgraded(port: number, path: string): Promise<BareSocket> {
    const bare = await BareSocket.connect(port);
    const key = randomBytes(16).toString('base64');
    const headers = `Host: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}`;
    bare.socket.write(`GET ${path} HTTP/1.1\r\n${headers}\r\n\r\n`);
    await bare.until((text) => text.includes('\r\n\r\n'));
    if (!bare.received.toString().startsWith('HTTP/1.1 101')) throw new Error(`Not upgraded: ${bare.received.toString()}`);
    return bare;
  }

  static closeAll(): void {
    for (const bare of BareSocket.open) bare.socket.destroy();
  }

  /** Waits until what was read fulfils this. */
  async until(fits: (text: string) => boolean, withinMs = 2_000): Promise<string> {
    const deadline = AbortSignal.timeout(withinMs);
    while (!fits(this.received.toString('latin1'))) await once(this.socket, 'data', { signal: deadline });
    return this.received.toString('latin1');
  }

  /** Writes, without waiting for it to be taken. */
  write(...frames: (Buffer | string)[]): void {
    for (const frame of frames) if (this.socket.writable) this.socket.write(frame);
  }

  /** From now on nothing is read: the other side's writes pile up. */
  pauseReading(): void {
    this.socket.pause();
  }

  /**
   * Whether the connection went within that time. One that doesn't read learns it only by writing, so it says the heartbeat
   * five times a second meanwhile.
   */
  async goesWithin(ms: number, heartbeat: () => Buffer): Promise<boolean> {
    const beat = setInterval(() => {
      this.write(heartbeat());
    }, 200);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
    const gone = await Promise.race([this.closed.then(() => true as const), late]);
    clearTimeout(timer);
    clearInterval(beat);
    return gone;
  }
}
