import { setTimeout as wait } from 'node:timers/promises';
import { compared } from '../report.mjs';
import { interleave } from '../rounds.mjs';
import { startBare, startLyceum } from '../processes/server.mjs';

const ROUNDS = 9;
/** What a person may cost beside one of a server that only verifies the token. */
const TIMES = 2;
const PEOPLE = 500;

/** What it costs a server that somebody connects with a token, people it has seen before and people it has not. */
export async function connect({ load, database }) {
  const bare = await startBare();
  const lyceum = await startLyceum({ databaseUrl: await database?.('connect') });
  let round = 0;

  const connecting = (server, names) => async () => {
    const before = await server.cpu();
    const { crowd } = await load.ask('open', { port: server.port, kind: 'socket.io', people: PEOPLE, names: names() });
    // Until what follows a connection has been done too.
    await wait(200);
    const spent = (await server.cpu()) - before;
    await load.ask('close', crowd);
    await wait(200);
    return spent / PEOPLE;
  };
  const known = () => 'known';
  const strangers = () => `stranger-${(round += 1)}`;
  const measures = [connecting(bare, known), connecting(lyceum, known), connecting(lyceum, strangers)];
  const [peers, ...values] = Object.values(await interleave(measures, ROUNDS));
  await Promise.all([bare.stop(), lyceum.stop()]);

  return ['server CPU a connect, known people', 'server CPU a connect, people never seen'].map((what, index) =>
    compared({ scenario: 'connect', what, unit: 'µs', values: values[index], peers, atMost: TIMES }),
  );
}
