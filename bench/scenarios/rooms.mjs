import { compared } from '../report.mjs';
import { cpuPerUnit, interleave } from '../rounds.mjs';
import { startBare, startLyceum } from '../processes/server.mjs';

const PEOPLE = 200;
const WARM_UP = { writers: 4, bursts: 50, messages: 20 };
const ROUNDS = 5;

/** What of Lyceum stands beside the bare server: each a room of its own, all open at the same time. */
const COLUMNS = [
  { clients: 'Socket.IO', kind: 'socket.io', database: 'PostgreSQL', isPromised: true },
  { clients: 'group-study', kind: 'group-study', database: 'PostgreSQL', isPromised: true },
  // Here the database's own work is in the process, too, and is what it takes most time for.
  { clients: 'Socket.IO', kind: 'socket.io', database: 'embedded', isPromised: false },
];

/**
 * What a delivery in a room of 200 costs the bare server and Lyceum.
 * @param {import('../run.mjs').Context} context
 * @param {string} scenario
 * @param {{ what: string, run: (crowd: number) => Promise<number>, atMost?: number }[]} works what is done in the room; each
 *   resolves with the deliveries; `atMost`: the promised share of the peer's cost
 */
export async function compareRooms({ load, database }, scenario, works) {
  const room = async (server, kind, names) => {
    const { crowd } = await load.ask('open', { port: server.port, kind, people: PEOPLE, names });
    await load.ask('enterRooms', crowd, PEOPLE);
    // Servers run for weeks: what is compiled after a thousand messages should be, before one counts.
    await load.ask('burst', crowd, WARM_UP);
    return { server, crowd };
  };

  const bare = await startBare();
  const servers = { embedded: await startLyceum() };
  if (database !== undefined) servers.PostgreSQL = await startLyceum({ databaseUrl: await database(scenario) });
  const columns = COLUMNS.filter((column) => column.database in servers);
  const rooms = [await room(bare, 'socket.io', scenario)];
  for (const { kind, database: where } of columns) rooms.push(await room(servers[where], kind, `${scenario} ${kind}`));

  const rows = [];
  for (const { what, run, atMost } of works) {
    const measures = rooms.map(
      ({ server, crowd }) =>
        () =>
          cpuPerUnit(server, () => run(crowd)),
    );
    const [peers, ...values] = Object.values(await interleave(measures, ROUNDS));
    for (const [index, { clients, database: where, isPromised }] of columns.entries()) {
      const name = `${what}, ${clients} clients, ${where}`;
      const target = isPromised ? atMost : undefined;
      rows.push(compared({ scenario, what: name, unit: 'µs a delivery', values: values[index], peers, atMost: target }));
    }
  }
  await Promise.all(rooms.map(({ crowd }) => load.ask('close', crowd)));
  await Promise.all([bare, ...Object.values(servers)].map((server) => server.stop()));
  return rows;
}
