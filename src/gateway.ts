import { Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { json, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { IncomingMessage, Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppModule } from './app.module.js';
import { describeCluster, describeDatabase, loadConfig, readEnvironment, startBanner, type AppConfig } from './config/index.js';
import { documentation, limitPipelining, PinoLogger, RequestsUnderWay } from './ops/index.js';
import { DrainService, GatewayAdapter, SocketServer } from './realtime/index.js';
import { backendBodies } from './server-api/index.js';
import { stopOnSignal } from './stop-on-signal.js';
import { version } from './version.js';
import { webApp } from './web-app/index.js';

const CHECK_MS = 5_000;
const POLL_MARGIN_MS = 5_000;
/** Longer than proxies keep connections for their next requests (nginx and most others: 60 s), which else would meet the end of one. */
const KEEP_ALIVE_MS = 75_000;
/** Paths beside those of the server API, which reads its bodies itself. */
const OTHERS = /^(?!\/api\/server(?:\/|$))/i;

/** Brings the gateway up: configuration, application, listener, banner. Throws with a sentence when it can't. */
export async function startGateway(): Promise<void> {
  const config = loadConfig(readEnvironment());
  const logger = new PinoLogger(config.ops);
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(config), {
    logger,
    abortOnError: false,
    bodyParser: false,
    forceCloseConnections: true,
  });
  const requests = new RequestsUnderWay();
  serveHttp(app, config, requests);
  boundRequests(app.getHttpServer(), config);
  stopOnSignal(app, requests);
  await app.listen(config.server.port, config.server.host);
  announce(app, config);
}

function serveHttp(app: NestExpressApplication, { server, realtime, ops }: AppConfig, requests: RequestsUnderWay): void {
  const sockets = app.get(SocketServer);
  const origin = server.allowedOrigins === '*' ? '*' : [...server.allowedOrigins];
  knowAddresses(app, sockets);
  app.disable('x-powered-by');
  app.use(limitPipelining);
  app.use(sockets.polling);
  app.use(requests.middleware);
  app.use(endingConnections(app.get(DrainService)));
  app.use(helmet());
  app.enableCors({ origin, credentials: server.allowedOrigins !== '*' });
  if (ops.apiDocs) app.use('/docs', documentation(app));
  if (ops.webApp) app.use(webApp());
  app.use('/api/server', backendBodies(app));
  app.use(OTHERS, json({ limit: realtime.maxFrameBytes }));
  app.useWebSocketAdapter(new GatewayAdapter(app));
  sockets.attach(app.getHttpServer());
}

/** Where a request comes from is known in one place, for HTTP as for connections; Express lets its own answer be replaced like this. */
function knowAddresses(app: NestExpressApplication, { addressOf }: SocketServer): void {
  const { request } = app.getHttpAdapter().getInstance();
  Object.defineProperty(request, 'ip', {
    configurable: true,
    get(this: IncomingMessage) {
      return addressOf(this);
    },
  });
}

/** Whoever sends or reads too slowly, or not at all, keeps nothing of the server for ever. */
function boundRequests(http: HttpServer, { server, realtime }: AppConfig): void {
  http.headersTimeout = server.headersTimeoutMs;
  http.keepAliveTimeout = KEEP_ALIVE_MS;
  // Node looks after them only so often; the type declarations don't know it.
  Object.assign(http, { connectionsCheckingInterval: Math.min(CHECK_MS, server.headersTimeoutMs / 2) });
  // A poll that waits moves on with the next ping.
  http.setTimeout(Math.max(server.idleTimeoutMs, realtime.pingIntervalMs + POLL_MARGIN_MS));
}

/** Connections that a proxy keeps for its next requests are given up before they break under one. */
function endingConnections(drain: DrainService): RequestHandler {
  return (_request, response, next) => {
    if (drain.isDraining) response.setHeader('Connection', 'close');
    next();
  };
}

function announce(app: NestExpressApplication, config: AppConfig): void {
  const { port } = app.getHttpServer().address() as AddressInfo;
  new Logger('Gateway').log({ port, version }, 'listening');
  if (config.ops.logFormat !== 'pretty') return;
  const database = describeDatabase(config.database);
  const cluster = describeCluster(config.cluster);
  process.stdout.write(`${startBanner({ config, port, version, database, cluster })}\n`);
}
