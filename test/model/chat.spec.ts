import { afterEach, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CLUSTER_ENV } from '../cluster/people.js';
import { twoNodes } from '../cluster/nodes.js';
import { describeWith } from '../support/describe-with.js';
import { RawClient } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';
import { Delete, Edit, React, Send, SendTogether } from './chat/chat-steps.js';
import { checkAll } from './chat/invariants.js';
import { MarkRead, ReadHistory, Sync } from './chat/reading-steps.js';
import { ComeBack, GiveRole, Join, Leave, Moderate, MODERATIONS } from './chat/room-steps.js';
import { begin } from './chat/begin.js';
import { TRANSPORTS } from './devices.js';
import { backAt, gaugesOf } from './gauges.js';
import { runs } from './runs.js';

const TIMEOUT_MS = 600_000;
const ENV = { ...CLUSTER_ENV, RATE_MANAGE_PER_SECOND: '100000', RATE_READ_PER_SECOND: '100000', PRESENCE_GRACE_MS: '300' };

const some = fc.nat(1_000);
const text = fc.constantFrom('Hello', 'Ünïcödé 👋', '  kept  ', '<b>', 'x'.repeat(300));
const clientId = fc.option(fc.constantFrom('a', 'b', 'c'), { nil: null });
const place = fc.record({ node: fc.nat(1), transport: fc.constantFrom(...TRANSPORTS) });

const steps = [
  fc.tuple(some, some).map(([device, room]) => new Join(device, room)),
  fc.tuple(some, some).map(([device, room]) => new Join(device, room)),
  fc.tuple(some, some).map(([device, room]) => new Leave(device, room)),
  fc.tuple(some, some, text, clientId).map(([device, room, said, id]) => new Send(device, room, said, id)),
  fc.tuple(some, some, text, clientId).map(([device, room, said, id]) => new Send(device, room, said, id)),
  fc.tuple(some, fc.integer({ min: 1, max: 5 })).map(([room, times]) => new SendTogether(room, times)),
  fc.tuple(some, some, some, text).map(([device, room, nth, said]) => new Edit(device, room, nth, said)),
  fc.tuple(some, some, some).map(([device, room, nth]) => new Delete(device, room, nth)),
  fc
    .tuple(some, some, some, fc.nat(1), fc.boolean())
    .map(([device, room, nth, emoji, on]) => new React(device, room, nth, emoji, on)),
  fc
    .tuple(some, some, fc.constantFrom(...MODERATIONS), some)
    .map(([device, room, action, target]) => new Moderate(device, room, action, target)),
  fc
    .tuple(some, some, fc.constantFrom('owner', 'moderator', 'member'), some)
    .map(([device, room, role, target]) => new GiveRole(device, room, role, target)),
  fc.tuple(some, some, fc.integer({ min: 1, max: 100 })).map(([device, room, limit]) => new ReadHistory(device, room, limit)),
  fc.tuple(some, some, some).map(([device, room, after]) => new Sync(device, room, after)),
  fc.tuple(some, some, some).map(([device, room, seq]) => new MarkRead(device, room, seq)),
  fc.tuple(some, place, fc.boolean()).map(([device, at, isCut]) => new ComeBack(device, at, isCut)),
];

describeWith(['postgres', 'redis'], 'whatever people do in rooms, on whatever nodes and transports', () => {
  const nodes = twoNodes(ENV, 60_000);

  afterEach(async () => {
    SocketClient.closeAll();
    await RawClient.closeAll();
  });

  it(
    'each hears all that is said there, once and in order, and the rooms are as they should be',
    async () => {
      const base = await Promise.all([gaugesOf(nodes.one), gaugesOf(nodes.two)]);
      expect(base[0]).toMatchObject({ lyceum_connections: 0 });
      await fc.assert(
        fc.asyncProperty(fc.commands(steps, { maxCommands: 60, size: 'max' }), async (commands) => {
          const { model, real } = await begin((node) => (node === 0 ? nodes.one : nodes.two));
          await fc.asyncModelRun(() => ({ model, real }), commands);
          await checkAll(model, real);
          for (const device of real.devices) device.close();
        }),
        runs(8),
      );
      await backAt([nodes.one, nodes.two], base);
    },
    TIMEOUT_MS,
  );
});
