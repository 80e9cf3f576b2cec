// `npm run test:faults -- --rounds N`: every row of the fault table N times, and long; a table of the worst that was measured.
// `--only killed,redis-killed` chooses, `--pace short` does as the suite.
import { parseArgs } from 'node:util';
import { endWithUs } from '../support/processes.js';
import { buildIfStale } from '../../scripts/build-state.mjs';
import { endRun } from '../support/prepare-run.js';
import type { Measured, Pace, Row } from './row.js';
import { ROWS } from './rows/index.js';
import { raiseStage, strikeStage } from './stage.js';
import { broken, worst } from './verdict.js';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '1' }, only: { type: 'string' }, pace: { type: 'string', default: 'long' } },
});
const chosen = options.only?.split(',') ?? ROWS.map(({ name }) => name);
const unknown = chosen.filter((name) => !ROWS.some((row) => row.name === name));
const rounds = Number(options.rounds);
if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1 || !['short', 'long'].includes(options.pace)) {
  console.error(`--rounds is a number, --pace short or long, --only one of ${ROWS.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

interface Result {
  readonly row: Row;
  rounds: number;
  measured: Measured;
  readonly broken: string[];
}

endWithUs();
if (process.env.TEST_GATEWAY === undefined) await buildIfStale();
const results: Result[] = ROWS.filter(({ name }) => chosen.includes(name)).map((row) => {
  return { row, rounds: 0, measured: {}, broken: [] };
});
try {
  for (let round = 1; round <= rounds; round += 1) await play(round);
} finally {
  await endRun();
}
console.log(table());
process.exit(results.some((result) => result.broken.length > 0) ? 1 : 0);

/** All rows once, on nodes of this round's own: some rows are about their start, and none inherits another's trouble for long. */
async function play(round: number): Promise<void> {
  const stage = await raiseStage();
  try {
    for (const result of results) {
      const started = performance.now();
      await once(result, () => result.row.run(stage, options.pace as Pace));
      const seconds = Math.round((performance.now() - started) / 1_000);
      console.error(`round ${round}, ${result.row.name}: ${seconds} s${result.broken.length > 0 ? ', broken' : ''}`);
    }
  } finally {
    await strikeStage(stage);
  }
}

async function once(result: Result, run: () => Promise<Measured>): Promise<void> {
  try {
    const measured = await run();
    result.rounds += 1;
    result.measured = worst(result.measured, measured);
    result.broken.push(...broken(result.row, measured));
    // A run that is ended early has told this much.
    console.error(`${result.row.name} ${JSON.stringify(measured)}`);
  } catch (error) {
    console.error(error);
    result.broken.push(String(error).split('\n', 2).join(' '));
  }
}

function table(): string {
  const lines = results.map(({ row, measured, rounds: done, broken: wrong }) => {
    const figures = Object.entries(measured).map(([figure, value]) => {
      const most = row.bounds[figure];
      return `${figure}: ${value}${most === undefined ? '' : ` (≤ ${most})`}`;
    });
    return `| ${row.fault} | ${done} | ${figures.join('; ')} | ${wrong.length === 0 ? 'yes' : `**no**: ${wrong.join('; ')}`} |`;
  });
  return ['| fault | rounds | worst measured | held |', '|---|---|---|---|', ...lines].join('\n');
}
