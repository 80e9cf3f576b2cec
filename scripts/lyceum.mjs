// `npm run lyceum -- <command>`: builds what is stale, then becomes the command line.
import process from 'node:process';
import { buildIfStale } from './build-state.mjs';

try {
  await buildIfStale();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const main = new URL('../dist/cli/main.js', import.meta.url);
process.argv[1] = main.pathname;
await import(main.href);
