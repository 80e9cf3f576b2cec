import type { EventEmitter } from 'node:events';

/** CONNECT packets over a transport's life, for whatever namespace. One is right; a few are a client that tries again. */
const CONNECTS = 6;
/** Packets in one turn of the event loop, which is what one long-polling request brings. */
const PACKETS_A_TURN = 1_000;

/** An Engine.IO connection, before Socket.IO has read what it brings. */
interface EngineConnection extends EventEmitter {
  close(): void;
}

/**
 * Stands before Socket.IO and counts a transport's packets: each CONNECT makes a socket that waits for its middleware, and
 * a request of a few kilobytes can hold thousands of them. Over the limit the transport is closed, and Engine.IO drops
 * what else the request held.
 */
export function guardPackets(connection: EngineConnection): void {
  let connects = 0;
  let packets = 0;
  connection.on('packet', ({ type, data }: { type: string; data?: unknown }) => {
    if (type !== 'message') return;
    if (packets === 0) {
      setImmediate(() => {
        packets = 0;
      });
    }
    packets += 1;
    if (typeof data === 'string' && data.startsWith('0')) connects += 1;
    if (packets > PACKETS_A_TURN || connects > CONNECTS) connection.close();
  });
}
