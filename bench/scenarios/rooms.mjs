import { compared } from '../report.mjs';
import { cpuPerUnit, interleave } from '../rounds.mjs';
import { startBare, startBareWs, startLyceum, startNest } from '../processes/server.mjs';

const [SOCKET_IO, WS, NEST] = ['bare Socket.IO', 'bare ws', 'Nest’s default gateway'];

/** Who is in the rooms: one of its own for each, all open at the same time. */
const ROOMS = {
  [SOCKET_IO]: { server: 'bare', kind: 'socket.io' },
  [WS]: { server: 'bareWs', kind: 'raw' },
  [NEST]: { server: 'nest', kind: 'socket.io' },
  'Socket.IO': { server: 'postgres', kind: 'socket.io' },
  raw: { server: 'postgres', kind: 'raw' },
  embedded: { server: 'embedded', kind: 'socket.io' },
};

/** What of Lyceum is compared with whom. With the embedded database that database's own work is in the process, too. */
const COMPARISONS = [
  { room: 'Socket.IO', what: 'Socket.IO clients', peer: SOCKET_IO, isPromised: true },
  { room: 'raw', what: 'raw clients', peer: WS, isPromised: true },
  { room: 'Socket.IO', what: 'Socket.IO clients', peer: NEST, isPromised: false },
  { room: 'embedded', what: 'Socket.IO clients, embedded database', peer: SOCKET_IO, isPromised: false },
];

/**
 * What a delivery in a room costs Lyceum and its peers.
 * @param {import('../run.mjs').Context} context
 * @param {string} scenario
 * @param {{ what: string, people: number, rounds: number, warmUp: Record<string, object>, run: (crowd: number) => Promise<number>,
 *   atMost: Record<string, number> }[]} works what is done in a room of so many; `run` resolves with the deliveries; `atMost`: the promised
 *   share of a peer's cost; `warmUp`: what is asked of the clients before one counts
 * @param {string[]} among who takes part, by the names of `ROOMS`
 */
export async function compareRooms({ load, database }, scenario, works, among = Object.keys(ROOMS)) {
  const start = {
    bare: startBare,
    bareWs: startBareWs,
    nest: startNest,
    embedded: startLyceum,
    postgres: async () => startLyceum({ databaseUrl: await database(scenario) }),
  };
  const names = among.filter((name) => ROOMS[name].server !== 'postgres' || database !== undefined);
  const servers = {};
  for (const name of names) servers[ROOMS[name].server] ??= await start[ROOMS[name].server]();
  const rows = [];
  for (const { what, people, rounds, warmUp, run, atMost } of works) {
    const startedAt = performance.now();
    // At once: entering a room of a thousand is a thousand transactions, one after the other.
    const crowds = await Promise.all(
      names.map(async (name, index) => {
        const { port } = servers[ROOMS[name].server];
        const { kind } = ROOMS[name];
        const { crowd } = await load.ask('open', { port, kind, people, names: `${scenario}-${people}-${index}` });
        await load.ask('enterRooms', crowd, people);
        return crowd;
      }),
    );
    const measures = {};
    for (const [index, name] of names.entries()) {
      const crowd = crowds[index];
      // Servers run for weeks: what is compiled after a thousand messages should be, before one counts.
      for (const [way, options] of Object.entries(warmUp)) await load.ask(way, crowd, options);
      measures[name] = () => cpuPerUnit(servers[ROOMS[name].server], () => run(crowd));
    }
    const readyAt = performance.now();
    const values = await interleave(measures, rounds);
    const [setUp, measured] = [readyAt - startedAt, performance.now() - readyAt].map((ms) => (ms / 1000).toFixed(0));
    console.error(`${scenario}, ${what}: everybody in and warm after ${setUp} s, measured for ${measured} s`);
    const here = COMPARISONS.filter(({ room, peer }) => names.includes(room) && names.includes(peer));
    for (const { room, what: clients, peer, isPromised } of here) {
      const of = { scenario, what: `${what}, ${clients}; peer: ${peer}`, unit: 'µs a delivery' };
      const target = isPromised ? atMost[peer] : undefined;
      rows.push(compared({ ...of, values: values[room], peers: values[peer], atMost: target }));
    }
    await Promise.all(crowds.map((crowd) => load.ask('close', crowd)));
  }
  await Promise.all(Object.values(servers).map((server) => server.stop()));
  return rows;
}

/** By the name of the peer. */
export const promised = (socketIo, ws) => ({ [SOCKET_IO]: socketIo, [WS]: ws });
