import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { AppError } from '../common/index.js';
import { controlPath, type Reply } from '../control/control-socket.js';
import type { Order, Outcome } from '../control/order.js';

const ANSWER_MS = 15_000;
/** What connecting fails with where no gateway listens. */
const NOBODY = new Set(['ENOENT', 'ECONNREFUSED']);

/** Has the gateway that uses the directory carry it out; undefined when there is none. Throws what it answers. */
export async function askGateway(dataDir: string, order: Order): Promise<Outcome | undefined> {
  const socket = connect(await controlPath(dataDir));
  try {
    await once(socket, 'connect');
  } catch (error) {
    if (NOBODY.has((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
  socket.setTimeout(ANSWER_MS, () => socket.destroy(new Error('The gateway does not answer.')));
  socket.write(`${JSON.stringify(order)}\n`);
  const answered = await text(socket);
  if (answered === '') return undefined;
  const reply = JSON.parse(answered) as Reply;
  if (reply.ok) return reply.outcome;
  throw new AppError(reply.error.code, { message: reply.error.message });
}
