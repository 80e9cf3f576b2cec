import { afterEach, it } from '@jest/globals';
import fc from 'fast-check';
import { CLUSTER_ENV } from '../cluster/people.js';
import { twoNodes } from '../cluster/nodes.js';
import { describeWith } from '../support/describe-with.js';
import { RawClient } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';
import { newId } from '../support/tokens.js';
import { checkAll } from './calls/invariants.js';
import { CallsState } from './calls/state.js';
import { AcceptOrCancel, AcceptTogether, Cross, End, ENDINGS, Start, type CallsWorld } from './calls/steps.js';
import { connect, TRANSPORTS } from './devices.js';
import { backAt, gaugesOf } from './gauges.js';
import { pick } from './pick.js';
import { runs } from './runs.js';

const TIMEOUT_MS = 600_000;
const PEOPLE = 4;
const DEVICES = 9;
const ENV = {
  ...CLUSTER_ENV,
  RATE_MANAGE_PER_SECOND: '100000',
  RATE_CALL_PER_MINUTE: '100000',
  RATE_CREATE_PER_HOUR: '100000',
  RATE_READ_PER_SECOND: '100000',
  // Whatever else the machine does, no call ends by itself.
  CALL_RING_SECONDS: '120',
};

const some = fc.nat(1_000);
const steps = [
  fc.tuple(some, some).map(([device, callee]) => new Start(device, callee)),
  fc.tuple(some, some).map(([device, callee]) => new Start(device, callee)),
  some.map((first) => new Cross(first)),
  some.map((call) => new AcceptTogether(call)),
  some.map((call) => new AcceptOrCancel(call)),
  fc.tuple(some, some, fc.constantFrom(...ENDINGS)).map(([device, call, how]) => new End(device, call, how)),
  fc.tuple(some, some, fc.constantFrom(...ENDINGS)).map(([device, call, how]) => new End(device, call, how)),
];

describeWith(['postgres', 'redis'], 'whoever calls whom, on whatever nodes and transports', () => {
  const nodes = twoNodes(ENV, 60_000);

  afterEach(async () => {
    SocketClient.closeAll();
    await RawClient.closeAll();
  });

  async function begin(): Promise<{ model: CallsState; real: CallsWorld }> {
    const people = Array.from({ length: PEOPLE }, (_, index) => newId(`person${index}`));
    const owners = Array.from({ length: DEVICES }, (_, index) => pick(people, index));
    const devices = await Promise.all(
      owners.map((sub, index) => connect(index % 2 === 0 ? nodes.one : nodes.two, { sub, name: sub }, pick(TRANSPORTS, index))),
    );
    return { model: new CallsState(people, owners), real: { devices } };
  }

  it(
    'each call has one winner and one end, and all who took part are told the same',
    async () => {
      const base = await Promise.all([gaugesOf(nodes.one), gaugesOf(nodes.two)]);
      await fc.assert(
        fc.asyncProperty(fc.commands(steps, { maxCommands: 40, size: 'max' }), async (commands) => {
          const { model, real } = await begin();
          await fc.asyncModelRun(() => ({ model, real }), commands);
          await checkAll(model, real);
          for (const device of real.devices) device.close();
        }),
        runs(6),
      );
      await backAt([nodes.one, nodes.two], base);
    },
    TIMEOUT_MS,
  );
});
