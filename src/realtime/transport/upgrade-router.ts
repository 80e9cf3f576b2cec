import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { isAllowedOrigin } from './origins.js';

export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer, url: URL) => void;

export interface UpgradeRoutes {
  readonly allowedOrigins: '*' | readonly string[];
  /** Whether the client's address has as many connections as it may. */
  readonly isFull: (request: IncomingMessage) => boolean;
  /** Counts a connection that would be accepted, and is asked last; false: too many are being made. */
  readonly admits: (request: IncomingMessage) => boolean;
  readonly engineIo: UpgradeHandler;
  readonly raw: UpgradeHandler;
}

/** Where Socket.IO clients connect. */
export const ENGINE_IO_PATH = '/socket.io/';
/**
 * By then there is room for as many as may come in a second. The status that goes with it is 429: one that answers 503 is, to a balancer
 * such as nginx, a node that is gone, and for a while it would send nobody there, not even those who are connected.
 */
export const RETRY_AFTER_SECONDS = 1;
const COME_AGAIN = `Retry-After: ${String(RETRY_AFTER_SECONDS)}\r\n`;
const RAW_PATH = /^\/(ws(\/.*)?)?$/;

/** One place decides what becomes of an HTTP upgrade: Engine.IO's path is its own, `/`, `/ws` and below are raw, all else is 404. */
export function upgradeRouter(routes: UpgradeRoutes): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  return (request, socket, head) => {
    // A socket that breaks before anybody owns it must not end the process.
    socket.on('error', ignore);
    const url = parse(request.url);
    const handler = url === undefined ? undefined : handlerOf(routes, url);
    if (url === undefined || handler === undefined) refuseUpgrade(socket, '404 Not Found');
    else if (!isAllowedOrigin(request, routes.allowedOrigins)) refuseUpgrade(socket, '403 Forbidden');
    else if (routes.isFull(request)) refuseUpgrade(socket, '429 Too Many Requests');
    else if (!routes.admits(request)) refuseUpgrade(socket, '429 Too Many Requests', COME_AGAIN);
    else {
      socket.removeListener('error', ignore);
      handler(request, socket, head, url);
    }
  };
}

function handlerOf(routes: UpgradeRoutes, { pathname }: URL): UpgradeHandler | undefined {
  if (pathname === ENGINE_IO_PATH) return routes.engineIo;
  return RAW_PATH.test(pathname) ? routes.raw : undefined;
}

function parse(url = '/'): URL | undefined {
  try {
    return new URL(url, 'http://localhost');
  } catch {
    return undefined;
  }
}

/** Answers an upgrade with a status and nothing else but that header. */
export function refuseUpgrade(socket: Duplex, status: string, header = ''): void {
  // Whoever asked may break the connection; without a listener that would end the process.
  socket.on('error', ignore);
  socket.end(`HTTP/1.1 ${status}\r\n${header}Connection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}

function ignore(): void {
  // The socket closes by itself.
}
