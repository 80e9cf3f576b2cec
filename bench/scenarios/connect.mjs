import { setTimeout as wait } from 'node:timers/promises';
import { compared } from '../report.mjs';
import { interleave } from '../rounds.mjs';
import { startBare, startLyceum } from '../processes/server.mjs';

const ROUNDS = 9;
const PEOPLE = 500;
/** What a person who is known may cost beside one of a server that only verifies the token, by how that one holds its secret. */
const AT_MOST = { string: 0.7, object: 2 };

/** What it costs a server that somebody connects with a token, people it has seen before and people it has not. */
export async function connect({ load, database }) {
  const keys = Object.keys(AT_MOST);
  const bare = await Promise.all(keys.map(startBare));
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
  const measures = [...bare.map((server) => connecting(server, known)), connecting(lyceum, known), connecting(lyceum, strangers)];
  const values = Object.values(await interleave(measures, ROUNDS));
  const peers = values.splice(0, keys.length);
  await Promise.all([...bare, lyceum].map((server) => server.stop()));

  return ['known people', 'people never seen'].flatMap((people, index) =>
    keys.map((key, peer) =>
      compared({
        scenario: 'connect',
        what: `server CPU a connect, ${people}; peer: secret as ${key}`,
        unit: 'µs',
        values: values[index],
        peers: peers[peer],
        atMost: AT_MOST[key],
      }),
    ),
  );
}
