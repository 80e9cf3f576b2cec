import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import type { FromWorker, ToWorker, WorkerSettings } from './messages.js';
import { ProtocolSplitter } from './protocol-splitter.js';

/** The worker thread that runs PGlite: one PostgreSQL session, speaking the ordinary wire protocol. */

const TERMINATE = 'X'.charCodeAt(0);
/** Ends a query of the extended protocol, also one that failed; nothing where there is none. */
const SYNC = Uint8Array.of('S'.charCodeAt(0), 0, 0, 0, 4);

if (parentPort === null) throw new Error('This file runs as a worker of the embedded database only.');
const port = parentPort;
const { directory } = workerData as WorkerSettings;
const database = await PGlite.create({ dataDir: directory });

const splitters = new Map<number, ProtocolSplitter>();
let queue = Promise.resolve();

/** Strictly one after the other, as the session is one. A failure here is the database's own, and ends the worker. */
function enqueue(work: () => Promise<void>): void {
  queue = queue.then(work);
}

function reply(message: FromWorker): void {
  port.postMessage(message);
}

async function execute(session: number, message: Uint8Array): Promise<void> {
  if (!splitters.has(session)) return;
  await database.execProtocolRawStream(message, {
    syncToFs: false,
    // A copy: these bytes are a window on the database's own memory.
    onRawData: (bytes) => {
      reply({ kind: 'bytes', session, bytes: bytes.slice() });
    },
  });
}

/**
 * The next connection must find the session as new, whatever the last one left behind. Where that went away in the middle of a query,
 * its Sync was dropped with the rest, and without one the database takes nothing else.
 */
async function resetSession(): Promise<void> {
  await database.execProtocolRawStream(SYNC, { syncToFs: false, onRawData: () => undefined });
  await database.exec('ROLLBACK');
  await database.exec('DISCARD ALL');
}

port.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'bytes': {
      const { session } = message;
      const splitter = splitters.get(session) ?? new ProtocolSplitter();
      splitters.set(session, splitter);
      const { buffer, byteOffset, byteLength } = message.bytes;
      for (const whole of splitter.push(Buffer.from(buffer, byteOffset, byteLength))) {
        // Terminate would end the only session there is.
        if (whole[0] !== TERMINATE) enqueue(() => execute(session, whole));
      }
      return;
    }
    case 'end':
      // What this connection still had waiting is dropped: nobody is there for the answer.
      splitters.delete(message.session);
      enqueue(resetSession);
      return;
    case 'stop':
      enqueue(async () => {
        await database.close();
        port.close();
      });
  }
});

reply({ kind: 'ready' });
