import type { IncomingMessage, ServerResponse } from 'node:http';

/** So long a client may go on sending after it was refused; many read no answer before they have sent all. */
const LINGER_MS = 3_000;

/**
 * Ends the connection after the answer, although the request was not read to its end, in such a way that the client can read the
 * answer. A socket that is closed while data comes in is reset, and with it goes what the client has not read yet; so this end is closed
 * first, and what still comes is thrown away for a while.
 */
export function closeAfterAnswer(request: IncomingMessage, response: ServerResponse): void {
  const { socket } = request;
  if (request.complete || socket.destroyed) return;
  response.setHeader('Connection', 'close');
  // What Node's server calls when the last answer of a connection has left.
  socket.destroySoon = () => {
    const tooLate = setTimeout(() => socket.destroy(), LINGER_MS).unref();
    socket.once('end', () => socket.destroy());
    socket.once('close', () => {
      clearTimeout(tooLate);
    });
    socket.end();
  };
  // Read on, and forget it.
  request.resume();
}
