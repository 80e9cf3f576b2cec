import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface FrameOptions {
  fin?: boolean;
  /** The three reserved bits, as the number they make: 0 to 7. */
  reserved?: number;
  /** False: as RFC 6455 forbids clients. */
  masked?: boolean;
}

/** One WebSocket frame as a client sends it: masked, as RFC 6455 asks of clients. */
export function clientFrame(opcode: number, payload: string | Buffer = '', options: FrameOptions = {}): Buffer {
  const { fin = true, reserved = 0, masked = true } = options;
  const content = Buffer.from(payload);
  const mask = masked ? randomBytes(4) : Buffer.alloc(0);
  const maskBit = masked ? 0x80 : 0;
  const length = content.length < 126 ? Buffer.from([maskBit | content.length]) : Buffer.alloc(3);
  if (content.length >= 126) {
    length[0] = maskBit | 126;
    length.writeUInt16BE(content.length, 1);
  }
  if (masked) for (let at = 0; at < content.length; at += 1) content[at] = content[at]! ^ mask[at % 4]!;
  return Buffer.concat([Buffer.from([(fin ? 0x80 : 0) | (reserved << 4) | opcode]), length, mask, content]);
}

export interface ServerFrame {
  opcode: number;
  payload: Buffer;
}

/** The whole frames in what a server sent after its answer to the upgrade. */
export function serverFrames(received: Buffer): ServerFrame[] {
  const frames: ServerFrame[] = [];
  let rest = received.subarray(received.indexOf('\r\n\r\n') + 4);
  while (rest.length >= 2) {
    const short = rest[1]! & 0x7f;
    const header = { 126: 4, 127: 10 }[short] ?? 2;
    if (rest.length < header) break;
    const long = header === 4 ? rest.readUInt16BE(2) : Number(header === 10 ? rest.readBigUInt64BE(2) : short);
    if (rest.length < header + long) break;
    frames.push({ opcode: rest[0]! & 0x0f, payload: rest.subarray(header, header + long) });
    rest = rest.subarray(header + long);
  }
  return frames;
}

/** The request for a WebSocket on that path; `more` are header lines beside those it needs. */
export function upgradeRequest(path: string, more: readonly string[] = []): string {
  const key = randomBytes(16).toString('base64');
  const needed = ['Host: 127.0.0.1', 'Upgrade: websocket', 'Connection: Upgrade', 'Sec-WebSocket-Version: 13'];
  return [`GET ${path} HTTP/1.1`, ...needed, `Sec-WebSocket-Key: ${key}`, ...more, '', ''].join('\r\n');
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
  static async upgraded(port: number, path: string, more: readonly string[] = []): Promise<BareSocket> {
    const bare = await BareSocket.connect(port);
    bare.socket.write(upgradeRequest(path, more));
    await bare.until((text) => text.includes('\r\n\r\n'));
    if (!bare.received.toString().startsWith('HTTP/1.1 101')) throw new Error(`Not upgraded: ${bare.received.toString()}`);
    return bare;
  }

  static closeAll(): void {
    for (const bare of BareSocket.open) bare.socket.destroy();
  }

  /** Waits until what was read fulfils this. */
  async until(fits: (text: string) => boolean, withinMs = 10_000): Promise<string> {
    const deadline = AbortSignal.timeout(withinMs);
    while (!fits(this.received.toString('latin1'))) await once(this.socket, 'data', { signal: deadline });
    return this.received.toString('latin1');
  }

  /** The code of the close frame that the server sends. */
  async closeCode(withinMs = 5_000): Promise<number> {
    const found = () => serverFrames(this.received).find(({ opcode }) => opcode === OPCODE.close);
    await this.until(() => found() !== undefined, withinMs);
    const { payload } = found()!;
    return payload.length < 2 ? 1005 : payload.readUInt16BE(0);
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
