// `npm test`: builds what is stale, then everything; the end-to-end tests on the embedded database and, where it is installed, on
// PostgreSQL. Arguments go to Jest: `npm test -- chat -t history`. TEST_DATABASE=embedded or postgres chooses one.
import process from 'node:process';
import { buildIfStale } from './build-state.mjs';
import './typescript.mjs';

const { hasPostgres } = await import('../test/support/installed-servers.ts');

try {
  if (process.env.TEST_GATEWAY === undefined) await buildIfStale();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
if (!hasPostgres) console.error('PostgreSQL is not installed here: the end-to-end tests run on the embedded database only.');
if (!hasPostgres && process.env.REQUIRE_SERVERS === '1') process.exit(1);
process.env.TEST_DATABASE ??= hasPostgres ? 'both' : 'embedded';
const { run } = await import('jest');
await run(process.argv.slice(2));
