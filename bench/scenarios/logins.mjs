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

/**
 * How long a message takes between two people, and how much longer while somebody floods the gateway with logins; or another gateway
 * on the same machine, which takes the same from the machine and nothing from this one.
 */
export async function logins({ load, database }) {
  const flooder = startLoad();
  const [server, other] = await Promise.all(['logins', 'other'].map((name) => floodable(flooder, database, name)));
  const { port } = server;
  const { crowd } = await load.ask('open', { port, kind: 'socket.io', people: 2, names: 'witness' });
  await load.ask('enterRooms', crowd, 2);

  const talk = async () => percentile(await load.ask('talk', crowd, { perSecond: MESSAGES_PER_SECOND, seconds: SECONDS }), 0.99);
  const floods = [];
  const talkDuring = async (flooding) => {
    const slowest = await talk();
    return { slowest, flood: await flooding };
  };
  const { quiet, flooded, elsewhere } = await interleave(
    {
      quiet: talk,
      flooded: async () => {
        const { slowest, flood } = await talkDuring(server.flood());
        floods.push(flood);
        return slowest;
      },
      elsewhere: async () => (await talkDuring(other.flood())).slowest,
    },
    ROUNDS,
  );
  await flooder.stop();
  await Promise.all([server.stop(), other.stop()]);

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
    compared({ scenario, what: 'the same, peer: another gateway is flooded', unit: 'ms', values: flooded, peers: elsewhere }),
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

/** A gateway with accounts, and a flood of logins to them. */
async function floodable(flooder, database, name) {
  const server = await startLyceum({ databaseUrl: await database?.(name), env: { RATE_REGISTRATIONS_PER_HOUR: '1000000' } });
  const { port, stop } = server;
  const accounts = await flooder.ask('register', { port, count: ACCOUNTS });
  const flood = () => flooder.ask('floodOfLogins', { port, perSecond: LOGINS_PER_SECOND, seconds: SECONDS, accounts });
  return { port, stop, flood };
}
