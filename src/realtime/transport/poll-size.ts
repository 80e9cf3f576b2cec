import type { Socket } from 'engine.io';

/** With the packet that may close it: python-engineio ends a connection whose payload has more than 16. */
const PACKETS_PER_POLL = 15;

/** The parts of Engine.IO's socket that hold what waits for the client's next poll. */
interface PollingSocket {
  readonly readyState: string;
  readonly transport: { readonly name: string };
  writeBuffer: object[];
}

/** Answers a poll with so many packets at most; the rest goes with the next ones, in its order. */
export function limitPolls(socket: Socket): void {
  const engine = socket as unknown as PollingSocket;
  // What began as a WebSocket never polls.
  if (engine.transport.name !== 'polling') return;
  const rest: object[] = [];
  socket.on('flush', (packets: object[]) => {
    // One that is closing has no next poll.
    if (engine.transport.name === 'polling' && engine.readyState === 'open') rest.push(...packets.splice(PACKETS_PER_POLL));
  });
  socket.on('drain', () => {
    if (rest.length > 0) engine.writeBuffer.unshift(...rest.splice(0));
  });
}
