// `npm run bench`: Lyceum beside its peers. `-- --only fanout,durable` chooses, `--json <file>` keeps the numbers,
// `--svg <file>` draws the ratios.
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { buildIfStale } from '../scripts/build-state.mjs';
import { chart } from './chart.mjs';
import { tidyUpAtExit } from './processes/child.mjs';
import { startLoad } from './processes/load.mjs';
import { hasPostgres, startPostgres } from './processes/postgres.mjs';
import { versionOf } from './processes/server.mjs';
import { table } from './report.mjs';
import { bursts } from './scenarios/bursts.mjs';
import { churn } from './scenarios/churn.mjs';
import { connect } from './scenarios/connect.mjs';
import { durable } from './scenarios/durable.mjs';
import { fanout } from './scenarios/fanout.mjs';
import { growth } from './scenarios/growth.mjs';
import { idle } from './scenarios/idle.mjs';
import { logins } from './scenarios/logins.mjs';
import { paced } from './scenarios/paced.mjs';
import { rest } from './scenarios/rest.mjs';
import { start } from './scenarios/start.mjs';
import { webhooks } from './scenarios/webhooks.mjs';

const SCENARIOS = { start, fanout, paced, bursts, durable, logins, webhooks, connect, idle, rest, growth, churn };
/** No scenario may run for ever. */
const DEADLINE_MS = 600_000;

/**
 * What a scenario works with.
 * @typedef {object} Context
 * @property {{ ask: (method: string, ...args: unknown[]) => Promise<any> }} load the process of the clients
 * @property {((name: string) => Promise<string>) | undefined} database makes an empty PostgreSQL database and resolves with its
 *   URL; absent where PostgreSQL is not installed
 * @property {(name: string) => number} databaseCpu CPU time that PostgreSQL has spent on a database, µs
 */

const { values: options } = parseArgs({
  options: { only: { type: 'string' }, json: { type: 'string' }, svg: { type: 'string' } },
});
const chosen = options.only?.split(',') ?? Object.keys(SCENARIOS);
const unknown = chosen.filter((name) => !(name in SCENARIOS));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}; there are ${Object.keys(SCENARIOS).join(', ')}.`);
  process.exit(2);
}

tidyUpAtExit();
if (process.env.BENCH_GATEWAY === undefined) await buildIfStale();

const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}`;
console.log(`Node ${process.version}, socket.io ${versionOf('socket.io')}, ${machine}${hasPostgres ? '' : ', no PostgreSQL'}\n`);

const postgres = hasPostgres ? await startPostgres() : undefined;
const rows = [];
for (const name of chosen) {
  const startedAt = performance.now();
  rows.push(...(await withDeadline(name, measure(SCENARIOS[name]))));
  console.error(`${name}: ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
}
await postgres?.stop();

console.log(`\n${table(rows)}`);
if (options.json !== undefined)
  await writeFile(options.json, `${JSON.stringify({ node: process.version, machine, rows }, null, 2)}\n`);
if (options.svg !== undefined) await writeFile(options.svg, chart(rows, `Node ${process.version}, ${machine}`));
process.exit(rows.some(({ target }) => target?.met === false) ? 1 : 0);

/** Each scenario has clients of its own: what one leaves behind in them is not the next one's. */
async function measure(scenario) {
  const load = startLoad();
  try {
    return await scenario({ load, database: postgres?.createDatabase, databaseCpu: postgres?.cpu });
  } finally {
    await load.stop();
  }
}

async function withDeadline(name, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} took longer than ${DEADLINE_MS / 1000} s`)), DEADLINE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
