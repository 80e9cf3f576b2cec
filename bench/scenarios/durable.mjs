import { compared } from '../report.mjs';
import { interleave } from '../rounds.mjs';
import { startGroupCommit, startLyceum, startNestTypeorm, startPerMessage } from '../processes/server.mjs';

const ROUNDS = 5;
const FLOOD = { seconds: 3, outstanding: 1 };
const PEOPLE = 1_000;
const PEOPLE_PER_ROOM = 4;

/** Each with the share of its answers that Lyceum is to give at least. */
const PEERS = [
  { name: 'group commit by hand', start: startGroupCommit, atLeast: 1 },
  { name: 'a transaction a message', start: startPerMessage, atLeast: 4 },
  { name: 'Nest and TypeORM', start: startNestTypeorm, atLeast: 8 },
];

/** Answers a second to messages that are kept, on PostgreSQL with its own durability, all servers asked in turn. */
export async function durable({ load, database }) {
  if (database === undefined) return [];
  const start = [...PEERS.map((peer) => peer.start), (databaseUrl) => startLyceum({ databaseUrl })];
  const measures = [];
  const servers = [];
  const cpu = start.map(() => []);
  for (const [index, begin] of start.entries()) {
    const server = await begin(await database(`durable-${index}`));
    servers.push(server);
    const { crowd } = await load.ask('open', { port: server.port, kind: 'socket.io', people: PEOPLE, names: 'durable' });
    await load.ask('enterRooms', crowd, PEOPLE_PER_ROOM);
    measures.push(async () => {
      const before = await server.cpu();
      const { answers, seconds } = await load.ask('flood', crowd, FLOOD);
      cpu[index].push(((await server.cpu()) - before) / answers);
      return answers / seconds;
    });
  }
  const values = Object.values(await interleave(measures, ROUNDS));
  await Promise.all(servers.map((server) => server.stop()));

  const scenario = 'durable';
  const lyceum = PEERS.length;
  return PEERS.flatMap(({ name, atLeast }, peer) => [
    compared({ scenario, what: `answers; peer: ${name}`, unit: '1/s', values: values[lyceum], peers: values[peer], atLeast }),
    compared({
      scenario,
      what: 'server CPU an answer; the same peer',
      unit: 'µs',
      values: cpu[lyceum].slice(1),
      peers: cpu[peer].slice(1),
    }),
  ]);
}
