import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { startLyceum } from '../processes/server.mjs';

const DATABASE = 'rest';
const SETTLE_MS = 10_000;
const SECONDS = 60;
/** PostgreSQL's sessions tell what they did a second later, and once more when they end. */
const COUNTED = `SELECT xact_commit::int + xact_rollback::int AS count FROM pg_stat_database WHERE datname = current_database()`;

/** What a gateway costs to which nobody is connected: it looks in the database for what may be due. */
export async function rest({ database, databaseCpu }) {
  const url = await database?.(DATABASE);
  if (url === undefined) return [];
  const server = await startLyceum({ databaseUrl: url });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const look = async () => ({
    transactions: (await client.query(COUNTED)).rows[0].count,
    server: await server.cpu(),
    postgres: databaseCpu(DATABASE),
    at: performance.now(),
  });
  await wait(SETTLE_MS);
  const before = await look();
  await wait(SECONDS * 1000);
  const after = await look();
  await client.end();
  await server.stop();

  const seconds = (after.at - before.at) / 1000;
  const row = (what, unit, value) => ({ scenario: 'rest', what, unit, value: value / seconds });
  return [
    row('questions to PostgreSQL', 'a second', after.transactions - before.transactions),
    row('CPU time of the gateway', 'ms/s', (after.server - before.server) / 1000),
    row('CPU time of PostgreSQL', 'ms/s', (after.postgres - before.postgres) / 1000),
  ];
}
