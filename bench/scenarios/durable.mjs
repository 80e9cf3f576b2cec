import { compared } from '../report.mjs';
import { interleave } from '../rounds.mjs';
import { startLyceum, startPerMessage } from '../processes/server.mjs';

const ROUNDS = 5;
const FLOOD = { seconds: 3, outstanding: 5 };
const PEOPLE = 120;
const PEOPLE_PER_ROOM = 4;

/** Answers a second to messages that are kept, on PostgreSQL with its own durability, both servers asked in turn. */
export async function durable({ load, database }) {
  if (database === undefined) return [];
  const servers = [
    await startPerMessage(await database('per-message')),
    await startLyceum({ databaseUrl: await database('durable') }),
  ];
  const cpu = servers.map(() => []);

  const flood = async (server, index) => {
    const { crowd } = await load.ask('open', { port: server.port, kind: 'socket.io', people: PEOPLE, names: 'durable' });
    await load.ask('enterRooms', crowd, PEOPLE_PER_ROOM);
    return async () => {
      const before = await server.cpu();
      const { answers, seconds } = await load.ask('flood', crowd, FLOOD);
      cpu[index].push(((await server.cpu()) - before) / answers);
      return answers / seconds;
    };
  };
  const measures = await Promise.all(servers.map(flood));
  const values = await interleave(measures, ROUNDS);
  await Promise.all(servers.map((server) => server.stop()));

  const scenario = 'durable';
  const [perMessage, lyceum] = [0, 1];
  return [
    compared({ scenario, what: 'answers', unit: '1/s', values: values[lyceum], peers: values[perMessage], atLeast: 4 }),
    compared({
      scenario,
      what: 'server CPU an answer',
      unit: 'µs',
      values: cpu[lyceum].slice(1),
      peers: cpu[perMessage].slice(1),
    }),
  ];
}
