import { afterEach, it } from '@jest/globals';
import fc from 'fast-check';
import { HELPING } from '../contract/lyceum/help/helping.js';
import { registerMentor } from '../contract/lyceum/mentors/mentoring.js';
import { twoNodes } from '../cluster/nodes.js';
import { describeWith } from '../support/describe-with.js';
import { RawClient } from '../support/raw-client.js';
import { SocketClient } from '../support/socket-client.js';
import { appToken, newId } from '../support/tokens.js';
import { succeed } from './asking.js';
import { connectWith, TRANSPORTS, type Device } from './devices.js';
import { backAt, gaugesOf } from './gauges.js';
import { HelpState, URGENCIES } from './help/state.js';
import { AcceptTogether, Act, Ask, ENDINGS, Look, Meddle, type HelpWorld } from './help/steps.js';
import { pick } from './pick.js';
import { runs } from './runs.js';

const TIMEOUT_MS = 600_000;
const STUDENTS = 4;
const MENTORS = 2;
const ENV = { ...HELPING, MENTOR_GRACE_SECONDS: '600', RATE_HELP_PER_HOUR: '100000', RATE_CREATE_PER_HOUR: '100000' };

const some = fc.nat(1_000);
const steps = [
  fc.tuple(some, fc.constantFrom(...URGENCIES)).map(([student, urgency]) => new Ask(student, urgency)),
  fc.tuple(some, fc.constantFrom(...URGENCIES)).map(([student, urgency]) => new Ask(student, urgency)),
  some.map((request) => new AcceptTogether(request)),
  fc.tuple(some, some, fc.constantFrom(...ENDINGS)).map(([who, request, how]) => new Act(who, request, how)),
  fc.tuple(some, some, fc.constantFrom(...ENDINGS)).map(([who, request, how]) => new Act(who, request, how)),
  fc.tuple(some, some).map(([student, request]) => new Meddle(student, request)),
  some.map((who) => new Look(who)),
];

describeWith(['postgres', 'redis'], 'whoever asks whom for help, on whatever nodes and transports', () => {
  const nodes = twoNodes(ENV, 60_000);

  afterEach(async () => {
    SocketClient.closeAll();
    await RawClient.closeAll();
  });

  /** A device on each node. */
  function onBoth(personId: string, token: string, first: number): Promise<Device[]> {
    return Promise.all(
      [nodes.one, nodes.two].map((node, index) => connectWith(node, personId, token, pick(TRANSPORTS, first + index))),
    );
  }

  async function begin(): Promise<{ model: HelpState; real: HelpWorld }> {
    const subject = newId('subject');
    const devices = new Map<string, Device[]>();
    const mentors: string[] = [];
    for (let index = 0; index < MENTORS; index += 1) {
      const { id, token } = await registerMentor(index === 0 ? nodes.one : nodes.two);
      mentors.push(id);
      const own = await onBoth(id, token, index);
      devices.set(id, own);
      await succeed(pick(own, 0), 'mentors:set', { availability: 'available', subjects: [subject], capacity: 100 });
    }
    const students = Array.from({ length: STUDENTS }, () => newId('student'));
    for (const [index, sub] of students.entries()) devices.set(sub, await onBoth(sub, appToken({ sub, name: sub }), index));
    return { model: new HelpState(students, mentors), real: { subject, devices } };
  }

  it(
    'one mentor helps with each request, and the queue is in order wherever it is asked for',
    async () => {
      const base = await Promise.all([gaugesOf(nodes.one), gaugesOf(nodes.two)]);
      await fc.assert(
        fc.asyncProperty(fc.commands(steps, { maxCommands: 40, size: 'max' }), async (commands) => {
          const { model, real } = await begin();
          await fc.asyncModelRun(() => ({ model, real }), commands);
          for (let who = 0; who < STUDENTS + MENTORS; who += 1) await new Look(who).run(model, real);
          // Otherwise they stay available for the grace.
          for (const device of model.mentors.map((id) => pick(real.devices.get(id) ?? [], 0))) {
            await succeed(device, 'mentors:set', { availability: 'offline' });
          }
          for (const device of [...real.devices.values()].flat()) device.close();
        }),
        runs(6),
      );
      await backAt([nodes.one, nodes.two], base);
    },
    TIMEOUT_MS,
  );
});
