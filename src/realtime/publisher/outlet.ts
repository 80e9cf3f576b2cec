import type { Socket as TcpSocket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Socket } from 'socket.io';
import type { WebSocket } from 'ws';
import { AppError } from '../../common/index.js';
import { RawConnection } from '../transport/raw-connection.js';
import { acknowledge } from '../transport/socketio-events.js';
import { waitingBytes, type CorkedWriter } from './corked-writer.js';
import type { EncodedFrame } from './encoded-frame.js';
import { slowConsumers } from './outlet.metrics.js';
import { textFrame } from './ws-frame.js';

export interface OutletLimits {
  /** Set to false, everything takes Socket.IO's public path. */
  fast: boolean;
  outboundBytes: number;
  outboundPackets: number;
}

/** What waits for a connection. */
export interface Queued {
  readonly bytes: number;
  readonly packets: number;
}

/** What became of a frame. */
export type Outcome = 'fast' | 'public' | 'dropped' | 'overflow';

/** The state of a WebSocket that is open. */
const WS_OPEN = 1;
/** Once no more than this share of the queue's limit is taken, the client reads. */
const SETTLED_SHARE = 0.25;
/** How long it may take to read so far. */
const SETTLE_MS = 30_000;
const SETTLE_STEP_MS = 10;
/** Volatile frames are dropped once this share of the queue's limit is taken. */
const VOLATILE_SHARE = 0.25;

/** The parts of Engine.IO's socket that say whether it may be written past. */
interface EngineSocket {
  readonly readyState: string;
  readonly upgrading: boolean;
  readonly writeBuffer: readonly { data?: string }[];
  readonly transport: { readonly name: string; readonly writable: boolean; readonly socket?: WebSocket };
}

/**
 * The way out to one connection. The fast way hands a finished frame to the TCP socket under its WebSocket; it is
 * taken only while nothing of this connection waits anywhere else, so that order holds. Everything else goes through
 * Socket.IO.
 */
export class Outlet {
  /** Socket.IO's socket keeps the one it was made with, behind two more objects. */
  private readonly engine: EngineSocket;
  private readonly raw: RawConnection | undefined;

  constructor(
    private readonly socket: Socket,
    private readonly writer: CorkedWriter,
    private readonly limits: OutletLimits,
  ) {
    const connection: unknown = socket.conn;
    this.engine = connection as EngineSocket;
    this.raw = connection instanceof RawConnection ? connection : undefined;
  }

  write(encoded: EncodedFrame, isVolatile: boolean): Outcome {
    const tcp = this.limits.fast ? this.idleTcpSocket() : undefined;
    // Nothing waits anywhere else then; looking for it would cost as much as the rest.
    const load = tcp === undefined ? this.load() : bytesFor(tcp) / this.limits.outboundBytes;
    if (load >= 1) return 'overflow';
    if (isVolatile && load >= VOLATILE_SHARE) return 'dropped';
    if (tcp !== undefined) {
      this.writer.write(tcp, this.raw === undefined ? encoded.socketIo : encoded.raw);
      return 'fast';
    }
    if (this.raw === undefined) this.socket.emit(encoded.frame.event, encoded.frame.data);
    else this.raw.send(encoded.frame);
    return 'public';
  }

  /** Answers what a Socket.IO client asked for under that number. */
  answer(ackId: number, answer: object): void {
    const tcp = this.limits.fast ? this.idleTcpSocket() : undefined;
    if (tcp === undefined) acknowledge(this.socket, ackId, answer);
    // Engine.IO message (4), Socket.IO acknowledgement (3).
    else this.writer.write(tcp, textFrame(`43${ackId}${JSON.stringify([answer])}`));
  }

  /** Whether what is written now can still reach the client. */
  isOpen(): boolean {
    if (this.raw !== undefined) return this.raw.socket.readyState === WS_OPEN;
    return this.socket.connected && this.engine.readyState === 'open';
  }

  /** Resolves when little is queued for this connection; rejects where the client doesn't read, or is gone. */
  async settled(): Promise<void> {
    const deadline = performance.now() + SETTLE_MS;
    while (this.isOpen() && this.load() > SETTLED_SHARE) {
      if (performance.now() > deadline) throw new AppError('SLOW_CONSUMER');
      await delay(SETTLE_STEP_MS);
    }
    if (!this.isOpen()) throw new AppError('UNAVAILABLE', { message: 'The connection is closed.' });
  }

  /** How much is queued for this connection, as a share of what may be: 1 and above is too much. */
  load(): number {
    const engine = this.engine;
    const tcp = tcpOf(this.raw?.socket ?? engine.transport.socket);
    const bytes = tcp === undefined ? 0 : bytesFor(tcp);
    if (this.raw !== undefined || engine.writeBuffer.length === 0) return bytes / this.limits.outboundBytes;
    const queued = engine.writeBuffer.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
    return Math.max((bytes + queued) / this.limits.outboundBytes, engine.writeBuffer.length / this.limits.outboundPackets);
  }

  /** What waits for this connection, wherever it waits. Not for the hot path: `load` says what that needs. */
  queued(): Queued {
    const engine = this.engine;
    const tcp = tcpOf(this.raw?.socket ?? engine.transport.socket);
    const waiting = this.raw === undefined ? engine.writeBuffer : [];
    return {
      bytes: (tcp?.writableLength ?? 0) + waiting.reduce((sum, { data }) => sum + (data?.length ?? 0), 0),
      packets: pendingWritesOf(tcp) + waiting.length,
    };
  }

  /** Ends the connection without waiting for what is queued. */
  cut(): void {
    const webSocket = this.raw?.socket ?? this.engine.transport.socket;
    // Whoever is cut off may be cut off again before it is gone.
    if (this.isOpen()) slowConsumers.inc();
    if (webSocket === undefined) this.socket.conn.close(true);
    else webSocket.terminate();
  }

  private idleTcpSocket(): TcpSocket | undefined {
    if (this.raw !== undefined) return tcpOf(this.raw.socket);
    const { readyState, upgrading, writeBuffer, transport } = this.engine;
    const isIdle = readyState === 'open' && !upgrading && writeBuffer.length === 0 && transport.writable;
    return isIdle && transport.name === 'websocket' ? tcpOf(transport.socket) : undefined;
  }
}

/** The TCP socket under an open WebSocket: `ws` keeps it, but has no public name for it. */
function tcpOf(webSocket: WebSocket | undefined): TcpSocket | undefined {
  if (webSocket?.readyState !== WS_OPEN) return undefined;
  return (webSocket as unknown as { _socket?: TcpSocket })._socket;
}

/** What was written to it and the kernel has not taken yet. */
function bytesFor(tcp: TcpSocket): number {
  return tcp.writableLength + waitingBytes(tcp);
}

/** Writes that the kernel has not taken yet, each of which is a packet: Node counts them, but has no public name for it. */
function pendingWritesOf(tcp: TcpSocket | undefined): number {
  return (tcp as unknown as { _writableState?: { pendingcb?: number } } | undefined)?._writableState?.pendingcb ?? 0;
}
