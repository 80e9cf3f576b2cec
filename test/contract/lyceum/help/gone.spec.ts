import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aTime, dataOf, expectRefusal } from '../../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import { START_MS } from '../../settings.js';
import { closeAll, connectLyceum } from '../lyceum-client.js';
import type { Person } from '../shapes.js';
import * as the from './helping.js';

const GRACE_SECONDS = 3;
/** Until everybody has heard that somebody is gone, on a busy machine. */
const GONE_MS = GRACE_SECONDS * 1_000 + 10_000;

describe('lyceum: people who are gone while help is asked for or given', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    const graces = { HELP_MENTOR_GRACE_SECONDS: String(GRACE_SECONDS), HELP_STUDENT_GRACE_SECONDS: String(GRACE_SECONDS) };
    gateway = await startGateway({ env: { ...the.HELPING, ...graces } });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  const back = async ({ token }: Person) => ({ client: await connectLyceum(gateway, 'websocket', token) });

  it(
    'a mentor who helps: the request comes back to its place, and the next one helps in a room of their own',
    async () => {
      const [student, later, subject] = [await the.newStudent(gateway), await the.newStudent(gateway), the.newSubject()];
      const ben = await the.freeMentor(gateway, subject);
      const active = await the.helped(student, ben, subject);
      const second = await the.asks(later, subject, { urgency: 'low' });
      await ben.client.close();

      const waiting = await the.updated(student, active, { state: 'waiting' }, GONE_MS);

      expect(waiting).toEqual({ ...active, state: 'waiting', mentor: null, room: null, acceptedAt: null });
      const cleo = await the.freeMentor(gateway, subject);
      await the.offered(cleo, second);
      expect(the.offersTo(cleo)).toEqual([active.id, second.id]);
      const again = await the.give(cleo, 'accept', the.naming(active));
      expect(again).toMatchObject({
        state: 'active',
        requestedAt: active.requestedAt,
        mentor: { id: cleo.id },
        acceptedAt: aTime,
      });
      expect(the.roomIn(again).id).not.toBe(the.roomIn(active).id);
      const returned = await back(ben);
      // Of what they left they are not asked again before they choose anew.
      expect(the.idsOf(await the.queueOf(returned))).toEqual([second.id]);
      expectRefusal(await returned.client.request('help:accept', the.naming(active)), 'HELP_TAKEN');
      expectRefusal(await returned.client.request('help:resolve', the.naming(active)), 'HELP_NOT_FOUND');
    },
    START_MS,
  );

  it(
    'a mentor with another device, or who is back in time, goes on helping',
    async () => {
      const [student, subject] = [await the.newStudent(gateway), the.newSubject()];
      const ben = await the.freeMentor(gateway, subject);
      const tablet = await back(ben);
      const active = await the.helped(student, ben, subject);
      await ben.client.close();
      await delay(GRACE_SECONDS * 1_000 + 2_000);
      expect(await the.queueOf(tablet)).toEqual([active]);

      await tablet.client.close();
      const laptop = await back(ben);
      await delay(GRACE_SECONDS * 1_000 + 2_000);
      expect(await the.queueOf(laptop)).toEqual([active]);
      expect(await the.give(laptop, 'resolve', the.naming(active))).toMatchObject({ state: 'resolved' });
    },
    START_MS,
  );

  it(
    'a student who waits: nobody is asked any more for whom nobody waits',
    async () => {
      const [student, subject] = [await the.newStudent(gateway), the.newSubject()];
      const ben = await the.freeMentor(gateway, subject);
      const request = await the.asks(student, subject);
      await the.offered(ben, request);
      await student.client.close();

      expect(await the.updated(ben, request, { state: 'expired' }, GONE_MS)).toMatchObject({ endedAt: aTime });
      expect(await the.queueOf(ben)).toEqual([]);
      const returned = await back(student);
      expect(await the.queueOf(returned)).toEqual([]);
      expect(await the.asks(returned, subject)).toMatchObject({ state: 'offered' });
    },
    START_MS,
  );

  it(
    'a student who is helped: it is the mentor’s to end',
    async () => {
      const [student, subject] = [await the.newStudent(gateway), the.newSubject()];
      const ben = await the.freeMentor(gateway, subject);
      const active = await the.helped(student, ben, subject);
      await student.client.close();
      await delay(GRACE_SECONDS * 1_000 + 2_000);
      expect(await the.queueOf(ben)).toEqual([active]);
    },
    START_MS,
  );

  it(
    'while the server was down they are not: who helped helps, and who waited waits',
    async () => {
      const [student, other, subject] = [await the.newStudent(gateway), await the.newStudent(gateway), the.newSubject()];
      const ben = await the.freeMentor(gateway, subject);
      const active = await the.helped(student, ben, subject);
      const waiting = await the.asks(other, subject);
      await gateway.kill();
      await delay(GRACE_SECONDS * 1_000);
      await gateway.restart();

      const people = await Promise.all([ben, student, other].map(back));
      await delay(GRACE_SECONDS * 1_000 + 2_000);

      expect(await Promise.all(people.map(the.queueOf))).toEqual([[active], [active], [waiting]]);
      dataOf(await people[0]!.client.request('rooms:join', { id: the.roomIn(active).id }));
    },
    START_MS,
  );
});
