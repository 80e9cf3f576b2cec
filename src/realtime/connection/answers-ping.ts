import type { Socket } from 'socket.io';
import type { RawConnection } from '../transport/raw-connection.js';

/** Pings a client by its transport, and gives whether it answered within that time. */
export function answersPing(connection: Socket['conn'], raw: RawConnection | undefined, withinMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const answered = () => {
      clearTimeout(timer);
      resolve(true);
    };
    const timer = setTimeout(() => {
      connection.removeListener('heartbeat', answered);
      resolve(false);
    }, withinMs);
    connection.once('heartbeat', answered);
    if (raw === undefined) (connection as unknown as { sendPacket(type: 'ping'): void }).sendPacket('ping');
    else raw.socket.ping();
  });
}
