import { afterAll, afterEach, beforeAll, it } from '@jest/globals';
import fc from 'fast-check';
import { raiseStage, strikeStage, UNLIMITED, type Stage } from '../faults/stage.js';
import { describeWith } from '../support/describe-with.js';
import { RawClient } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';
import { Delete, Edit, React, Send, SendTogether } from './chat/chat-steps.js';
import { MarkRead, ReadHistory, Sync } from './chat/reading-steps.js';
import { ComeBack, Join, Leave, Moderate, MODERATIONS } from './chat/room-steps.js';
import { TRANSPORTS } from './devices.js';
import { beginInTrouble } from './faults/begin.js';
import { EditDuring, LeaveDuring, SendDuring, type Blow } from './faults/during.js';
import { checkHealed } from './faults/healed.js';
import { Break, Heal } from './faults/steps.js';
import { TROUBLES } from './faults/trouble.js';
import { runs, within } from './runs.js';

const TIMEOUT_MS = 600_000;
const START_MS = 60_000;
/** The share of the suite; a run that has begun is finished. */
const SHARE_MS = 12_000;
const ENV = { ...UNLIMITED, RATE_MANAGE_PER_SECOND: '100000', RATE_READ_PER_SECOND: '100000', PRESENCE_GRACE_MS: '300' };

const some = fc.nat(1_000);
const text = fc.constantFrom('Hello', 'Ünïcödé 👋', '<b>');
// Without one nobody could say it again.
const clientId = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
const place = fc.record({ node: fc.nat(1), transport: fc.constantFrom(...TRANSPORTS) });
const trouble = fc.constantFrom(...TROUBLES);
const blow = fc.record<Blow>({ kind: trouble, which: fc.nat(1), afterMs: fc.nat(30) });

const steps = [
  fc.tuple(some, some).map(([device, room]) => new Join(device, room)),
  fc.tuple(some, some).map(([device, room]) => new Join(device, room)),
  fc.tuple(some, some).map(([device, room]) => new Join(device, room)),
  fc.tuple(some, some).map(([device, room]) => new Leave(device, room)),
  fc.tuple(some, some, text, clientId).map(([device, room, said, id]) => new Send(device, room, said, id)),
  fc.tuple(some, some, text, clientId).map(([device, room, said, id]) => new Send(device, room, said, id)),
  fc.tuple(some, fc.integer({ min: 1, max: 3 })).map(([room, times]) => new SendTogether(room, times)),
  fc.tuple(some, some, some, text).map(([device, room, nth, said]) => new Edit(device, room, nth, said)),
  fc.tuple(some, some, some).map(([device, room, nth]) => new Delete(device, room, nth)),
  fc.tuple(some, some, some, fc.boolean()).map(([device, room, nth, on]) => new React(device, room, nth, 0, on)),
  fc
    .tuple(some, some, fc.constantFrom(...MODERATIONS), some)
    .map(([device, room, action, target]) => new Moderate(device, room, action, target)),
  fc.tuple(some, some, some).map(([device, room, after]) => new Sync(device, room, after)),
  fc.tuple(some, some, fc.integer({ min: 1, max: 100 })).map(([device, room, limit]) => new ReadHistory(device, room, limit)),
  fc.tuple(some, some, some).map(([device, room, seq]) => new MarkRead(device, room, seq)),
  fc.tuple(some, place, fc.boolean()).map(([device, at, isCut]) => new ComeBack(device, at, isCut)),
  fc.tuple(trouble, fc.nat(1)).map(([kind, which]) => new Break(kind, which)),
  fc.constant(new Heal()),
  fc.tuple(some, fc.integer({ min: 1, max: 6 }), blow).map(([room, times, what]) => new SendDuring(room, times, what)),
  fc.tuple(some, fc.integer({ min: 1, max: 6 }), blow).map(([room, times, what]) => new SendDuring(room, times, what)),
  fc.tuple(some, some, blow).map(([room, nth, what]) => new EditDuring(room, nth, what)),
  fc.tuple(some, some, blow).map(([device, room, what]) => new LeaveDuring(device, room, what)),
];

describeWith(
  ['postgres', 'redis'],
  'whatever people do while nodes die, Redis is cut off and connections to the database end',
  () => {
    let stage: Stage;

    beforeAll(async () => {
      stage = await raiseStage({ names: ['one', 'two'], env: ENV });
    }, START_MS);
    afterEach(async () => {
      SocketClient.closeAll();
      await RawClient.closeAll();
    });
    afterAll(() => strikeStage(stage), START_MS);

    it(
      'what was answered is so, what was not is once or never, and whatever is asked again tells which',
      async () => {
        const isTimeLeft = within(SHARE_MS);
        await fc.assert(
          fc.asyncProperty(fc.commands(steps, { maxCommands: 40, size: 'max' }), async (commands) => {
            if (!isTimeLeft()) return;
            const { model, real } = await beginInTrouble(stage);
            await fc.asyncModelRun(() => ({ model, real }), commands);
            await checkHealed(model, real);
            for (const device of real.devices) device.close();
          }),
          runs(3),
        );
      },
      TIMEOUT_MS,
    );
  },
);
