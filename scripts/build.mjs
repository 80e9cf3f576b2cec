import process from 'node:process';
import { build } from './build-state.mjs';

await build().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
