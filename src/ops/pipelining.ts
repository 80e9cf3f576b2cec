import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests that one connection may have under way; who asks for more before it has read an answer is hung up on. */
const AT_ONCE = 10;

const underWay = new WeakMap<Socket, number>();

/**
 * Node begins all requests of a packet at once, and keeps their answers until those before them are read: a few kilobytes would have
 * it make, and hold, hundreds of megabytes. Browsers and proxies ask for one at a time.
 */
export function limitPipelining(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  const { socket } = request;
  const count = (underWay.get(socket) ?? 0) + 1;
  underWay.set(socket, count);
  response.once('close', () => {
    underWay.set(socket, (underWay.get(socket) ?? 1) - 1);
  });
  if (count > AT_ONCE) socket.destroy();
  // What came in the same packet is begun all the same.
  if (!socket.destroyed) next();
}
