import { setTimeout as wait } from 'node:timers/promises';
import { grow } from '../processes/grow.mjs';
import { startLyceum } from '../processes/server.mjs';
import { compared } from '../report.mjs';
import { interleave } from '../rounds.mjs';

const ROUNDS = 3;
const TIMES = 100;
/** Those who do the same work in either server. */
const PEOPLE = 40;
const PEOPLE_PER_ROOM = 4;
/** Those who are there besides, silent, in rooms of their own. */
const BYSTANDERS = 20;

/** The same work for the same people, where there is little else and where there is a hundred times as much. */
export async function growth({ load, database, databaseCpu }) {
  if (database === undefined) return [];
  const places = [await prepare(load, database, 1), await prepare(load, database, TIMES)];
  const rows = [];
  for (const [what, work] of Object.entries(works(load))) {
    const spent = { server: [[], []], database: [[], []] };
    const measures = places.map((place, index) => async () => {
      const before = [await place.server.cpu(), await databaseCpu(place.name)];
      const units = await work(place);
      const after = [await place.server.cpu(), await databaseCpu(place.name)];
      spent.server[index].push((after[0] - before[0]) / units);
      spent.database[index].push((after[1] - before[1]) / units);
      return units;
    });
    await interleave(measures, ROUNDS);
    for (const [where, [small, large]] of Object.entries(spent)) {
      const [values, peers] = [large.slice(1), small.slice(1)];
      rows.push(compared({ scenario: 'growth', what: `${what}, ${where} CPU`, unit: 'µs', values, peers, atMost: 1.2 }));
    }
  }
  await Promise.all(places.map(({ server }) => server.stop()));
  return rows;
}

async function prepare(load, database, size) {
  const name = `growth-${size}`;
  const databaseUrl = await database(name);
  const server = await startLyceum({ databaseUrl });
  const come = async (names, people) => {
    const { crowd } = await load.ask('open', { port: server.port, kind: 'socket.io', people, names });
    await load.ask('enterRooms', crowd, PEOPLE_PER_ROOM);
    return crowd;
  };
  // Rooms are made as clients make them, then filled while nobody is in.
  await load.ask('close', await come('talker', PEOPLE));
  await load.ask('close', await come('visitor', PEOPLE));
  await wait(500);
  await grow(databaseUrl, size);
  await come('bystander', BYSTANDERS * size);
  return { name, server, come, crowd: await come('talker', PEOPLE) };
}

/** Each resolves with how often it was done. */
function works(load) {
  const repeat = (what, times) => async (place) => {
    await load.ask('repeat', place.crowd, { what, times });
    return times;
  };
  return {
    send: repeat('send', 5_000),
    'page of history': repeat('history', 1_000),
    'old page of history': repeat('oldHistory', 1_000),
    'list of rooms': repeat('rooms', 5_000),
    'what is unread': repeat('unread', 5_000),
    search: repeat('search', 2_000),
    'list of calls': repeat('calls', 2_000),
    'list of mentors': repeat('mentors', 1_000),
    'connect and join': async (place) => {
      const visits = 5;
      for (let visit = 0; visit < visits; visit += 1) {
        await load.ask('close', await place.come('visitor', PEOPLE));
        await wait(50);
      }
      return visits * PEOPLE;
    },
  };
}
