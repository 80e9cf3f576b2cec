import { setTimeout as wait } from 'node:timers/promises';
import { freshPath } from '../processes/scratch.mjs';
import { startLyceum } from '../processes/server.mjs';
import { median } from '../statistics.mjs';

const COLD = 3;
const WARM = 5;
const LIMIT_S = 3;

/** From the start of the process to its listening, with the embedded database: a new one, and one that is there. */
export async function start() {
  const cold = [];
  const warm = [];
  const rest = [];
  const cpu = [];
  for (let round = 0; round < COLD; round += 1) cold.push(await timed(freshPath('cold')));
  const dataDir = freshPath('warm');
  await timed(dataDir);
  const look = async (server) => {
    cpu.push((await server.cpu()) / 1e6);
    await wait(2000);
    rest.push((await server.rss()) / 2 ** 20);
  };
  for (let round = 0; round < WARM; round += 1) warm.push(await timed(dataDir, look));
  const scenario = 'start';
  const warmSeconds = median(warm);
  return [
    { scenario, what: 'cold, embedded database is made', unit: 's', value: median(cold) },
    {
      scenario,
      what: 'warm, embedded database is there',
      unit: 's',
      value: warmSeconds,
      target: { text: `< ${LIMIT_S} s`, met: warmSeconds < LIMIT_S },
    },
    { scenario, what: 'warm, CPU time of it', unit: 's', value: median(cpu) },
    { scenario, what: 'resident memory at rest', unit: 'MB', value: median(rest) },
  ];
}

async function timed(dataDir, look = async () => {}) {
  const server = await startLyceum({ dataDir });
  await look(server);
  await server.stop();
  return server.startMs / 1000;
}
