import { setTimeout as wait } from 'node:timers/promises';
import { compared } from '../report.mjs';
import { startBare, startLyceum } from '../processes/server.mjs';

const ROUNDS = 2;
const PEOPLE = 5000;
const KB = 1024;

/** Memory that 5,000 people take who are connected and silent. Each measurement has a fresh server. */
export async function idle({ load, database }) {
  const measured = { bare: [], lyceum: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    measured.bare.push(await perConnection(load, await startBare()));
    measured.lyceum.push(await perConnection(load, await startLyceum({ databaseUrl: await database?.(`idle-${round}`) })));
  }
  const row = (what, of, atMost) => {
    const [values, peers] = [measured.lyceum.map(of), measured.bare.map(of)];
    return compared({ scenario: 'idle', what, unit: 'KB', values, peers, atMost });
  };
  return [row('resident memory a connection', ({ rss }) => rss, 1.3), row('heap a connection', ({ heap }) => heap)];
}

async function perConnection(load, server) {
  // Code that runs for the first time takes memory too, once.
  const first = await load.ask('open', { port: server.port, kind: 'socket.io', people: 200, names: 'early' });
  await load.ask('close', first.crowd);
  await wait(500);
  const before = await server.memory();
  const { crowd } = await load.ask('open', { port: server.port, kind: 'socket.io', people: PEOPLE, names: 'idle' });
  await wait(500);
  const after = await server.memory();
  await load.ask('close', crowd);
  await server.stop();
  const share = (what) => (after[what] - before[what]) / PEOPLE / KB;
  return { rss: share('rss'), heap: share('heap') };
}
