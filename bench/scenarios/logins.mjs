import { startLoad } from '../processes/load.mjs';
import { startLyceum } from '../processes/server.mjs';
import { compared } from '../report.mjs';
import { interleave } from '../rounds.mjs';
import { median, percentile } from '../statistics.mjs';

const ROUNDS = 3;
const SECONDS = 10;
const MESSAGES_PER_SECOND = 50;
const LOGINS_PER_SECOND = 200;
const ACCOUNTS = 40;

/** How long a message takes between two people, and how much longer while somebody floods the gateway with logins. */
export async function logins({ load, database }) {
  const databaseUrl = await database?.('logins');
  const server = await startLyceum({ databaseUrl, env: { RATE_REGISTRATIONS_PER_HOUR: '1000000' } });
  const { port } = server;
  const flooder = startLoad();
  const accounts = await flooder.ask('register', { port, count: ACCOUNTS });
  const { crowd } = await load.ask('open', { port, kind: 'socket.io', people: 2, names: 'witness' });
  await load.ask('enterRooms', crowd, 2);

  const talk = async () => percentile(await load.ask('talk', crowd, { perSecond: MESSAGES_PER_SECOND, seconds: SECONDS }), 0.99);
  const floods = [];
  const { quiet, flooded } = await interleave(
    {
      quiet: talk,
      flooded: async () => {
        const flood = flooder.ask('floodOfLogins', { port, perSecond: LOGINS_PER_SECOND, seconds: SECONDS, accounts });
        const slowest = await talk();
        floods.push(await flood);
        return slowest;
      },
    },
    ROUNDS,
  );
  await flooder.stop();
  await server.stop();

  const scenario = 'logins';
  const counted = floods.slice(1);
  const statuses = counted.map(({ answers }) => JSON.stringify(answers)).join(' ');
  console.error(`logins: answers of each flood ${statuses}`);
  return [
    compared({
      scenario,
      what: `p99 of a message, ${LOGINS_PER_SECOND} logins/s (peer: none)`,
      unit: 'ms',
      values: flooded,
      peers: quiet,
      atMost: 2,
    }),
    {
      scenario,
      what: 'right passwords let in during it',
      unit: '%',
      value: median(counted.map(({ served, right }) => (100 * served.length) / right)),
    },
    {
      scenario,
      what: 'their login, median',
      unit: 'ms',
      value: median(counted.map(({ served }) => median(served))),
    },
  ];
}
