import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { randomUUID } from 'node:crypto';
import type { RawData, WebSocket } from 'ws';
import { AppError } from '../../common/index.js';
import { closeCodeOf, type ErrorCode, type PublicError } from '../../protocol/index.js';
import type { Dialect, Fields, Frame } from '../dialects/index.js';
import { readPacket } from './socketio-packets.js';

/** One JSON object of a client, as its dialect reads it. */
export interface RawFrame {
  readonly event: string;
  readonly fields: unknown;
  readonly id: string | number | undefined;
  readonly bytes: number;
}

export interface RawListener {
  onFrame(frame: RawFrame): void;
  /** A frame that can't be read at all; the connection goes on. */
  onGarbage(error: AppError, event: string | null, id: string | number | undefined): void;
}

/** Frames kept while the connection is still being authenticated. */
const EARLY_FRAMES = 500;
const EARLY_BYTES = 1024 * 1024;

const GOING_AWAY = 1001;

/** Socket.IO looks at a connection's transport; this one is always the same, and always ready. */
const TRANSPORT = { name: 'websocket', writable: true, on: ignore, once: ignore, removeListener: ignore } as const;

/**
 * A plain WebSocket in the shape of an Engine.IO connection, so that Socket.IO treats it as one of its own: rooms,
 * middleware and disconnect reasons work for it. What Socket.IO writes to it arrives as packets and leaves as the
 * dialect's JSON; what the client sends goes to the dispatcher directly, parsed once.
 */
export class RawConnection extends EventEmitter {
  readonly id = randomUUID();
  readonly protocol = 4;
  readonly upgraded = true;
  readonly remoteAddress: string | undefined;
  readonly transport = TRANSPORT;
  readyState: 'open' | 'closed' = 'open';
  request: IncomingMessage | undefined;
  /** Milliseconds since 1970, as are the others. */
  readonly openedAt = Date.now();
  /** When anything last came from the client. */
  lastHeard = Date.now();
  pingedAt: number | null = null;
  private listener: RawListener | undefined;
  private early: { data: RawData; isBinary: boolean }[] | undefined = [];
  private earlyBytes = 0;

  constructor(
    readonly socket: WebSocket,
    request: IncomingMessage,
    readonly dialect: Dialect,
    private readonly maxFrameBytes: number,
    /** The first frame must be `{type:'auth', data:{token}}`. */
    private awaitsToken: boolean,
  ) {
    super();
    this.request = request;
    this.remoteAddress = request.socket.remoteAddress;
    socket.on('message', (data, isBinary) => {
      this.receive(data, isBinary);
    });
    socket.on('pong', () => {
      this.heard();
    });
    socket.on('error', ignore);
    socket.once('close', () => {
      this.ended('transport close');
    });
  }

  /** Whether its token, due as the first frame, has still not come. */
  get isSilent(): boolean {
    return this.awaitsToken;
  }

  /** From now on frames go here; those that came before are handed over first. */
  listen(listener: RawListener): void {
    this.listener = listener;
    const early = this.early ?? [];
    this.early = undefined;
    for (const { data, isBinary } of early) this.read(data, isBinary);
  }

  /** Has Socket.IO begin its handshake, as if the client had sent a CONNECT packet. */
  connect(auth: object): void {
    this.emit('data', `0${JSON.stringify(auth)}`);
  }

  send(frame: Frame): void {
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(JSON.stringify(this.dialect.raw.write(frame)));
  }

  /** Gives the answer to the frame that asked for it under that id. */
  replyTo(id: string | number): (answer: object) => void {
    return (answer) => {
      if (this.socket.readyState === this.socket.OPEN) this.socket.send(JSON.stringify({ type: 'ack', id, ...answer }));
    };
  }

  /** What Socket.IO says on its own account: an event, the refusal of the handshake, a disconnect. */
  write(packet: string): void {
    const read = readPacket(packet);
    if (read.kind === 'event') this.send(read.frame);
    else if (read.kind === 'refused') this.refuse(read.error);
    else if (read.kind === 'disconnect') this.close();
  }

  /** Says why, as the dialect says it, then closes with the code of the error. */
  refuse(error: PublicError): void {
    this.send(this.dialect.refusal(error, null));
    this.end(closeCodeOf(error.code), error.code);
  }

  end(code: number, reason: ErrorCode | 'SERVICE_RESTART'): void {
    this.socket.close(code, reason);
  }

  /** Called by Socket.IO; `discard` gives up what is still queued. */
  close(discard = false): void {
    if (discard) this.socket.terminate();
    else if (this.socket.readyState === this.socket.OPEN) this.socket.close(GOING_AWAY);
    this.ended('forced close');
  }

  private receive(data: RawData, isBinary: boolean): void {
    // Once it has been told to go, what it still sends is no longer work.
    if (this.socket.readyState !== this.socket.OPEN) return;
    this.heard();
    if (bytesOf(data) > this.maxFrameBytes) {
      this.refuse(new AppError('TOO_LARGE', { message: `A frame may have ${this.maxFrameBytes} bytes at most` }).toPublic());
    } else if (this.awaitsToken) {
      this.readToken(data, isBinary);
    } else if (this.early === undefined) {
      this.read(data, isBinary);
    } else if (this.early.length < EARLY_FRAMES && (this.earlyBytes += bytesOf(data)) <= EARLY_BYTES) {
      this.early.push({ data, isBinary });
    } else {
      this.refuse(new AppError('RATE_LIMITED').toPublic());
    }
  }

  private readToken(data: RawData, isBinary: boolean): void {
    this.awaitsToken = false;
    const auth = isBinary ? undefined : parse(textOf(data));
    if (auth?.type !== 'auth') {
      this.refuse(new AppError('UNAUTHENTICATED', { message: 'The first frame must be {type:"auth", data:{token}}' }).toPublic());
      return;
    }
    const { token } = (auth.data ?? {}) as { token?: unknown };
    // Whatever else it is, it is not taken further: writing a deep one down would overflow the stack.
    this.connect(token === undefined || token === null ? {} : { token: typeof token === 'string' ? token : '' });
  }

  private read(data: RawData, isBinary: boolean): void {
    if (this.listener === undefined) return;
    let event: string | null = null;
    let id: string | number | undefined;
    try {
      if (isBinary) throw new AppError('INVALID', { message: 'Frames must be text, not binary' });
      const object = parse(textOf(data));
      if (object === undefined) throw new AppError('INVALID', { message: 'A frame must be one JSON object' });
      event = typeof object.type === 'string' ? object.type : null;
      id = this.dialect.raw.idOf?.(object);
      if (event === null) throw new AppError('INVALID', { field: 'type', message: 'A frame needs a type, a string' });
      this.listener.onFrame({ ...this.dialect.raw.read(object), id, bytes: bytesOf(data) });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.listener.onGarbage(error, event, id);
    }
  }

  private heard(): void {
    this.lastHeard = Date.now();
    this.pingedAt = null;
    this.emit('heartbeat');
  }

  private ended(reason: string): void {
    if (this.readyState === 'closed') return;
    this.readyState = 'closed';
    this.early = undefined;
    this.emit('close', reason);
  }
}

function ignore(): void {
  // Events that don't exist on this transport, and errors that 'close' follows.
}

function textOf(data: RawData): string {
  return (data as Buffer).toString('utf8');
}

function bytesOf(data: RawData): number {
  return (data as Buffer).length;
}

function parse(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}
