import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWith } from '../support/describe-with.js';
import { ROWS } from './rows/index.js';
import { raiseStage, strikeStage, type Stage } from './stage.js';
import { broken } from './verdict.js';

const TIMEOUT_MS = 300_000;
/** Times are promised for a machine that has time; `npm run test:faults` asks for them as they are promised. */
const BUSY_MACHINE = 6;

describeWith(['postgres', 'redis'], 'three nodes under load keep what is promised', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await raiseStage();
  }, TIMEOUT_MS);
  afterAll(() => strikeStage(stage), TIMEOUT_MS);

  it.each(ROWS.map((row) => [row.fault, row] as const))(
    'when: %s',
    async (_fault, row) => {
      const measured = await row.run(stage, 'short');
      process.stdout.write(`${row.name} ${JSON.stringify(measured)}\n`);
      expect(broken(row, measured, BUSY_MACHINE)).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
