// `npm run fuzz -- --seconds 60 [--seed N] [--only raw,websocket,polling,http,bytes,crowd]`: random and mutated frames on every transport. What
// it finds it prints, with the seed and the round that find it again, and exits with 1.
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string' }, only: { type: 'string' } },
});
const KINDS = ['raw', 'websocket', 'polling', 'http', 'bytes', 'crowd'];
const unknown = (options.only?.split(',') ?? []).filter((kind) => !KINDS.includes(kind));
if (unknown.length > 0 || !(Number(options.seconds) > 0)) {
  console.error(`npm run fuzz -- --seconds 60 [--seed N] [--only ${KINDS.join(',')}]`);
  process.exit(2);
}

const flags = ['--no-warnings', '--experimental-vm-modules', '--import', './scripts/typescript.mjs'];
const jest = ['node_modules/jest/bin/jest.js', '--testPathPatterns', 'test/fuzz/fuzz', '--maxWorkers=1'];
const { status } = spawnSync(process.execPath, [...flags, ...jest], {
  stdio: 'inherit',
  env: {
    ...process.env,
    TEST_DATABASE: process.env.TEST_DATABASE ?? 'embedded',
    FUZZ_SECONDS: options.seconds,
    FUZZ_SEED: options.seed ?? String(Date.now() % 1_000_000),
    ...(options.only === undefined ? {} : { FUZZ_ONLY: options.only }),
  },
});
process.exit(status ?? 1);
