import { afterAll, afterEach, beforeAll, it } from '@jest/globals';
import fc from 'fast-check';
import { raiseStage, strikeStage, UNLIMITED, type Stage } from '../faults/stage.js';
import { describeWith } from '../support/describe-with.js';
import { RawClient } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';
import { TRANSPORTS } from './devices.js';
import { LIMITS, RATES, type Limit } from './rates/state.js';
import { Ask, ComeBack, CutOff, WaitAsTold } from './rates/steps.js';
import { RatesWorld } from './rates/world.js';
import { runs, within } from './runs.js';

const TIMEOUT_MS = 600_000;
const START_MS = 60_000;
/** The share of the suite; a run that has begun is finished. */
const SHARE_MS = 10_000;

const some = fc.nat(1_000);
const limit = fc.constantFrom(...(Object.keys(LIMITS) as Limit[]));
const place = fc.record({ node: fc.nat(1), transport: fc.constantFrom(...TRANSPORTS) });

const ask = fc
  .tuple(some, limit, fc.integer({ min: 1, max: 16 }), fc.boolean())
  .map(([who, what, times, onAll]) => new Ask(who, what, times, onAll));
const steps = [
  ask,
  ask,
  ask,
  fc.tuple(some, limit).map(([who, what]) => new WaitAsTold(who, what)),
  fc.tuple(some, place).map(([device, at]) => new ComeBack(device, at)),
  fc.nat(1).map((node) => new CutOff(node)),
];

describeWith(['postgres', 'redis'], 'however often somebody asks, on whatever devices, nodes and transports', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await raiseStage({ names: ['one', 'two'], env: { ...UNLIMITED, ...RATES } });
  }, START_MS);
  afterEach(async () => {
    SocketClient.closeAll();
    await RawClient.closeAll();
  });
  afterAll(() => strikeStage(stage), START_MS);

  it(
    'they may as often as the limit says, and not once more',
    async () => {
      const isTimeLeft = within(SHARE_MS);
      await fc.assert(
        fc.asyncProperty(fc.commands(steps, { maxCommands: 25, size: 'max' }), async (commands) => {
          if (!isTimeLeft()) return;
          const { model, real } = await RatesWorld.begin(stage);
          try {
            await fc.asyncModelRun(() => ({ model, real }), commands);
          } finally {
            for (const device of real.devices) device.close();
            if (model.alone !== undefined) await real.heal(model.alone);
          }
        }),
        runs(3),
      );
    },
    TIMEOUT_MS,
  );
});
