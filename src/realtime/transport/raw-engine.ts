import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocketServer } from 'ws';
import { AppError } from '../../common/index.js';
import { SUBPROTOCOL, type Dialect } from '../dialects/index.js';
import { PromptWebSocketServer } from './prompt-web-socket-server.js';
import { RawConnection } from './raw-connection.js';

export interface RawEngineOptions {
  maxFrameBytes: number;
  pingIntervalMs: number;
  pingTimeoutMs: number;
  /** How long a client may take to show its token. */
  authTimeoutMs: number;
}

/** A beat that comes so late tells of this process, not of its clients. */
const LATE_MS = 3_000;

/** Accepts plain WebSockets and hands them to Socket.IO as connections of an engine of its own (`io.bind`). */
export class RawEngine extends EventEmitter {
  private readonly connections = new Set<RawConnection>();
  private readonly server: WebSocketServer;
  private readonly heartbeat: NodeJS.Timeout;
  private lastBeat = Date.now();

  constructor(private readonly options: RawEngineOptions) {
    super();
    const settings = {
      noServer: true,
      clientTracking: false,
      // Somewhat above our own limit, which is told before the connection is closed; past this it is closed without a word.
      maxPayload: options.maxFrameBytes * 2,
      perMessageDeflate: false,
      handleProtocols: (offered: Set<string>) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
    } as const;
    this.server = new PromptWebSocketServer(settings);
    // One clock for all: a timer a connection costs more than looking at each of them now and then.
    this.heartbeat = setInterval(
      () => {
        this.beat(Date.now());
      },
      Math.min(1000, options.pingIntervalMs / 2),
    ).unref();
  }

  get clientsCount(): number {
    return this.connections.size;
  }

  /** `token` is what the URL showed; null where the dialect wants it as the first frame. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, dialect: Dialect, token: string | null | undefined): void {
    this.server.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = new RawConnection(webSocket, request, dialect, this.options.maxFrameBytes, token === null);
      this.connections.add(connection);
      connection.once('close', () => this.connections.delete(connection));
      this.emit('connection', connection);
      if (token !== null) connection.connect({ token });
    });
  }

  close(): this {
    clearInterval(this.heartbeat);
    for (const connection of this.connections) connection.end(1012, 'SERVICE_RESTART');
    return this;
  }

  private beat(now: number): void {
    const isLate = now - this.lastBeat > LATE_MS;
    this.lastBeat = now;
    // After a standstill the pongs that came meanwhile are still to be read.
    if (isLate) return;
    for (const connection of this.connections) {
      if (connection.isSilent && now - connection.openedAt > this.options.authTimeoutMs) {
        connection.refuse(new AppError('UNAUTHENTICATED', { message: 'No token came in time' }).toPublic());
      } else if (connection.pingedAt !== null) {
        if (now - connection.pingedAt > this.options.pingTimeoutMs) connection.socket.terminate();
      } else if (now - connection.lastHeard > this.options.pingIntervalMs) {
        connection.pingedAt = now;
        connection.socket.ping();
      }
    }
  }
}
