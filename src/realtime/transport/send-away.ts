import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Socket } from 'socket.io';
import { RawConnection } from './raw-connection.js';

const LOOK_MS = 20;

/** The parts of Engine.IO's socket that hold what waits for the client's next poll, and the poll that waits for something. */
interface PollingSocket {
  readonly readyState: string;
  readonly writeBuffer: readonly object[];
  readonly transport: {
    readonly name: string;
    writable: boolean;
    readonly req: { cleanup?(): void } | null;
    readonly res: ServerResponse | null;
  };
}

/**
 * Ends a transport so that every client comes back by itself. Socket.IO's clients do so when they lose it without a farewell of Socket.IO;
 * browser apps on plain WebSockets unless the close code is 1000.
 */
export async function sendAway(connection: Socket['conn'], withinMs: number): Promise<void> {
  const transport: unknown = connection;
  if (transport instanceof RawConnection) transport.end(1012, 'SERVICE_RESTART');
  else if (connection.transport.name === 'websocket') connection.close();
  else await losePoll(connection, withinMs);
}

/**
 * As the loss of a network would, when what was written is on its way or after that time. Engine.IO's own farewell is final to Python's
 * clients; a poll that fails is not to any.
 */
async function losePoll(connection: Socket['conn'], withinMs: number): Promise<void> {
  const engine = connection as unknown as PollingSocket;
  const deadline = performance.now() + withinMs;
  while (engine.readyState === 'open' && engine.writeBuffer.length > 0 && performance.now() < deadline) await delay(LOOK_MS);
  const { transport } = engine;
  if (transport.name === 'websocket') {
    // An upgrade that had begun has taken what was written; there is no poll any more.
    connection.close();
    return;
  }
  const { req, res } = transport;
  if (res !== null && transport.writable) {
    // Or closing it would send the farewell.
    transport.writable = false;
    req?.cleanup?.();
    res.writeHead(503, { connection: 'close' }).end();
  }
  connection.close(true);
}
