import { Injectable } from '@nestjs/common';
import { Server as EngineServer } from 'engine.io';
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import type { Socket as TcpSocket } from 'node:net';
import { Server } from 'socket.io';
import { AppError } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';
import { detectDialect, DIALECT_TABLES, SUBPROTOCOL } from '../dialects/index.js';
import { AddressLimits } from './address-limits.js';
import { clientAddress, type ClientAddress } from './client-address.js';
import { ConnectRate } from './connect-rate.js';
import { refusedConnections } from './transport.metrics.js';
import { isAllowedOrigin } from './origins.js';
import { guardPackets } from './packet-gate.js';
import { ENGINE_IO_PATH, refuseUpgrade, RETRY_AFTER_SECONDS, upgradeRouter, type UpgradeHandler } from './upgrade-router.js';
import { limitPolls } from './poll-size.js';
import { PromptWebSocketServer } from './prompt-web-socket-server.js';
import { RawEngine } from './raw-engine.js';
import { forgiveStandstills } from './standstills.js';

const ENGINE_IO_4 = /[?&]EIO=4(&|$)/;

type RequestListener = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** Clients that open a transport but never a namespace are closed this long after their token was due. */
const CONNECT_MARGIN_MS = 2_000;

/**
 * The one Socket.IO server of this process, fed by two engines on one port: Engine.IO for Socket.IO clients, and the
 * raw engine for plain WebSockets.
 */
@Injectable()
export class SocketServer {
  readonly io: Server;
  readonly addressOf: ClientAddress;
  private readonly engine: EngineServer;
  private readonly raw: RawEngine;
  private readonly rate: ConnectRate;
  private readonly stopForgiving: () => void;
  private isAccepting = true;

  constructor(
    private readonly config: AppConfig,
    private readonly limits: AddressLimits,
  ) {
    const { realtime, server } = config;
    this.addressOf = clientAddress(server.trustedProxies);
    this.rate = new ConnectRate(realtime.connectsPerSecond);
    this.io = new Server({ serveClient: false, connectTimeout: realtime.authTimeoutMs + CONNECT_MARGIN_MS });
    this.engine = new EngineServer({
      pingInterval: realtime.pingIntervalMs,
      pingTimeout: realtime.pingTimeoutMs,
      maxHttpBufferSize: realtime.maxFrameBytes,
      perMessageDeflate: false,
      httpCompression: false,
      wsEngine: PromptWebSocketServer,
      cors: {
        origin: server.allowedOrigins === '*' ? '*' : [...server.allowedOrigins],
        credentials: server.allowedOrigins !== '*',
      },
      allowRequest: (request, decide) => {
        const isLetIn = isAllowedOrigin(request, server.allowedOrigins) && !this.refusesAddress(request);
        if (isLetIn && isUpgradeToOurs(request)) writeTogether(request.socket);
        decide(null, isLetIn);
      },
    });
    this.raw = new RawEngine(realtime);
    this.io.bind(this.raw);
    // Bound last: `io.engine` then is Engine.IO's, as everybody expects.
    this.io.bind(this.engine);
    for (const engine of [this.engine, this.raw]) engine.on('connection', limits.watch(this.addressOf));
    this.engine.on('connection', guardPackets);
    this.engine.on('connection', limitPolls);
    this.stopForgiving = forgiveStandstills(this.engine);
  }

  /** Takes the upgrades of the HTTP server. */
  attach(http: HttpServer): void {
    const route = upgradeRouter({
      allowedOrigins: this.config.server.allowedOrigins,
      isFull: (request) => this.refusesAddress(request),
      admits: (request) => this.admits(request),
      engineIo: (request, socket, head) => {
        // Engine.IO answers polling and upgrades alike; it asks `allowRequest` itself.
        this.engine.handleUpgrade(request, socket, head);
      },
      raw: this.acceptRaw,
    });
    http.on('upgrade', (request: IncomingMessage, socket, head: Buffer) => {
      if (this.isAccepting) route(request, socket, head);
      else refuseUpgrade(socket, '503 Service Unavailable');
    });
  }

  /** Answers the long-polling requests of Engine.IO; everything else goes on. */
  readonly polling: RequestListener = (request, response, next) => {
    if (request.url?.startsWith(ENGINE_IO_PATH) !== true) next();
    // 503, which balancers take to another node.
    else if (!this.isAccepting && !continuesSession(request)) response.writeHead(503, { connection: 'close' }).end();
    else if (this.comesTooSoon(request))
      response.writeHead(429, { 'Retry-After': RETRY_AFTER_SECONDS, 'Content-Length': 0 }).end();
    else this.engine.handleRequest(request, response);
  };

  /** Transports that are open, whether or not anybody has come in by them yet. */
  get transports(): number {
    return this.engine.clientsCount + this.raw.clientsCount;
  }

  /** No new connection from now on. */
  stopAccepting(): void {
    this.isAccepting = false;
  }

  async close(): Promise<void> {
    this.stopForgiving();
    this.raw.close();
    await this.io.close();
  }

  private readonly acceptRaw: UpgradeHandler = (request, socket, head, url) => {
    const token = url.searchParams.get('token') ?? undefined;
    const offered = request.headers['sec-websocket-protocol']?.split(',').map((name) => name.trim());
    const named = offered?.includes(SUBPROTOCOL) === true ? 'lyceum' : (url.searchParams.get('dialect') ?? undefined);
    try {
      const dialect = detectDialect(
        { transport: 'raw', named, tokenInQuery: token !== undefined, claimsRole: false, issuer: undefined },
        this.config.realtime.defaultDialect,
      );
      const awaitsToken = dialect === 'lyceum' && token === undefined;
      // Socket.IO reads the query from here.
      Object.assign(request, { _query: Object.fromEntries(url.searchParams) });
      this.raw.accept(request, socket, head, DIALECT_TABLES[dialect], awaitsToken ? null : token);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      refuseUpgrade(socket, '400 Bad Request');
    }
  };

  private isFull(request: IncomingMessage): boolean {
    return !continuesSession(request) && this.limits.isFull(this.addressOf(request));
  }

  private refusesAddress(request: IncomingMessage): boolean {
    const isFull = this.isFull(request);
    if (isFull) refusedConnections.inc({ reason: 'address' });
    return isFull;
  }

  /** Whether it asks for a connection when too many are made. What Engine.IO refuses by itself counts for nothing. */
  private comesTooSoon(request: IncomingMessage): boolean {
    return request.method === 'GET' && this.isAccepting && !this.isFull(request) && !this.admits(request);
  }

  /** Counts the connection that the request begins, if it begins one. */
  private admits(request: IncomingMessage): boolean {
    const isAdmitted = continuesSession(request) || this.rate.admit(this.addressOf(request));
    if (!isAdmitted) refusedConnections.inc({ reason: 'rate' });
    return isAdmitted;
  }
}

/** What speaks another version is refused by Engine.IO after its upgrade was answered, with words that a corked socket would lose. */
function isUpgradeToOurs({ headers, url = '' }: IncomingMessage): boolean {
  return headers.upgrade !== undefined && ENGINE_IO_4.test(url);
}

/** The answer to an upgrade and Engine.IO's first packet are written in one turn: so they leave in one system call. */
function writeTogether(socket: TcpSocket): void {
  socket.cork();
  setImmediate(() => {
    socket.uncork();
  });
}

/** Whether Engine.IO takes the request for one of a connection that it has, and that was counted when it was made. */
function continuesSession({ url = '/' }: IncomingMessage): boolean {
  // Most don't, and need not be read; whoever hides the name in escapes is counted as if new.
  if (!url.includes('sid=')) return false;
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  // As Engine.IO reads it: of several, the last one counts.
  return pathname.startsWith(ENGINE_IO_PATH) && searchParams.getAll('sid').at(-1) !== '' && searchParams.has('sid');
}
