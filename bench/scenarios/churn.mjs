import { setTimeout as wait } from 'node:timers/promises';
import { startLyceum } from '../processes/server.mjs';
import { trend } from '../statistics.mjs';

const ROUNDS = 20;
const PEOPLE = 2000;
const GRACE_MS = 200;
/** A map's entry that is forgotten with every connection takes more than this. */
const BYTES = 40;

/** Memory after each of 20 rounds in which 2,000 people never seen before come and go: what stays of them. */
export async function churn({ load, database }) {
  const server = await startLyceum({
    databaseUrl: await database?.('churn'),
    env: { PRESENCE_GRACE_MS: String(GRACE_MS) },
  });
  const memory = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const kind = round % 2 === 0 ? 'socket.io' : 'group-study';
    const { crowd } = await load.ask('open', { port: server.port, kind, people: PEOPLE, names: `round-${round}` });
    await load.ask('close', crowd);
    await wait(GRACE_MS + 500);
    memory.push(await server.memory());
  }
  await server.stop();

  const last = memory.slice(ROUNDS / 2);
  const grows = (of) => trend(last.map((one) => one[of] / PEOPLE));
  const heap = grows('heap');
  const rss = grows('rss');
  const scenario = 'churn';
  return [
    {
      scenario,
      what: `heap left a connection, rounds 11 to 20 (± ${heap.error.toFixed(0)})`,
      unit: 'bytes',
      value: heap.slope,
      target: { text: `≤ ${BYTES}`, met: heap.slope <= BYTES },
    },
    { scenario, what: `resident memory left a connection (± ${rss.error.toFixed(0)})`, unit: 'bytes', value: rss.slope },
    {
      scenario,
      what: `heap after round ${ROUNDS} (after round 1: ${megabytes(memory[0].heap).toFixed(1)})`,
      unit: 'MB',
      value: megabytes(memory.at(-1).heap),
    },
  ];
}

function megabytes(bytes) {
  return bytes / 2 ** 20;
}
