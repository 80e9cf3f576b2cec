import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aTime, dataOf, expectRefusal } from '../../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import type { JsonObject } from '../../../support/inbox.js';
import { START_MS } from '../../settings.js';
import { closeAll, connectLyceum } from '../lyceum-client.js';
import { set } from '../mentors/mentoring.js';
import type { Person } from '../shapes.js';
import * as the from './helping.js';

const OFFER_SECONDS = 4;
/** Until somebody has let an offer pass, on a busy machine. */
const PASSED_MS = OFFER_SECONDS * 1_000 + 6_000;

describe('lyceum: requests for help that mentors are asked to take one after the other', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    const env = { ...the.HELPING, HELP_ROUTING: 'auto', HELP_OFFER_SECONDS: String(OFFER_SECONDS) };
    gateway = await startGateway({ env });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  /** Whoever of them is asked first. */
  async function askedFirst(request: JsonObject, mentors: readonly Person[]): Promise<Person> {
    return Promise.any(mentors.map((mentor) => the.offered(mentor, request).then(() => mentor)));
  }

  it('are offered to the least loaded, then to who has been idle the longest', async () => {
    const subject = the.newSubject();
    const loaded = await the.freeMentor(gateway, subject, { capacity: 3 });
    await the.helped(await the.newStudent(gateway), loaded, subject);
    const [longIdle, idle] = [await the.freeMentor(gateway, subject), await the.freeMentor(gateway, subject)];
    const order = [];

    for (let count = 0; count < 3; count += 1) {
      const request = await the.asks(await the.newStudent(gateway), subject);
      expect(request).toMatchObject({ state: 'offered' });
      const mentor = await askedFirst(request, [loaded, longIdle, idle]);
      order.push(mentor);
      await the.give(mentor, 'accept', the.naming(request));
    }

    expect(order.map(({ id }) => id)).toEqual([longIdle.id, idle.id, loaded.id]);
  });

  it(
    'pass on when somebody does not answer in time, who may not accept then',
    async () => {
      const [student, subject] = [await the.newStudent(gateway), the.newSubject()];
      const [ben, cleo] = [await the.freeMentor(gateway, subject), await the.freeMentor(gateway, subject)];
      const asked = Date.now();
      const request = await the.asks(student, subject);

      const offer = await the.offered(ben, request);
      expect(offer).toEqual({ request, until: aTime });
      expect(Date.parse(offer.until as string) - asked).toBeLessThan(OFFER_SECONDS * 1_000 + 5_000);
      expect(await the.queueOf(cleo)).toEqual([]);

      await the.updated(ben, request, { state: 'waiting' }, PASSED_MS);
      const next = await the.offered(cleo, request);
      expect(Date.parse(next.until as string)).toBeGreaterThan(Date.parse(offer.until as string));
      const late = await ben.client.request('help:accept', the.naming(request));
      expectRefusal(late, 'HELP_TAKEN', { message: 'This request is not offered to you any more.' });
      expect(await the.give(cleo, 'accept', the.naming(request))).toMatchObject({ state: 'active' });
      for (const person of [student, ben]) await the.updated(person, request, { state: 'active', mentor: { id: cleo.id } });
    },
    START_MS,
  );

  it(
    'make a mentor busy who lets two in a row pass, and not one who answers in between',
    async () => {
      const [student, subject] = [await the.newStudent(gateway), the.newSubject()];
      const ben = await the.freeMentor(gateway, subject);
      const chosen = async () => dataOf(await ben.client.request('mentors:get')).chosen;

      const first = await the.asks(student, subject);
      await the.offered(ben, first);
      await the.updated(ben, first, { state: 'waiting' }, PASSED_MS);
      expect(await chosen()).toBe('available');
      await the.offered(ben, first);
      await the.give(ben, 'decline', the.naming(first));
      await the.updated(student, first, { state: 'declined' });

      const second = await the.asks(await the.newStudent(gateway), subject);
      await the.offered(ben, second);
      await the.updated(ben, second, { state: 'waiting' }, PASSED_MS);
      expect(await chosen()).toBe('available');
      await the.offered(ben, second);
      await the.updated(ben, second, { state: 'waiting' }, PASSED_MS);
      expect(await chosen()).toBe('busy');

      await set(ben, { availability: 'available' });
      await the.offered(ben, second);
      await the.give(ben, 'accept', the.naming(second));
    },
    START_MS,
  );

  it('go to the next at once when somebody declines, and are declined when all did', async () => {
    const [student, subject] = [await the.newStudent(gateway), the.newSubject()];
    const mentors = [await the.freeMentor(gateway, subject), await the.freeMentor(gateway, subject)];
    const request = await the.asks(student, subject);
    for (const mentor of mentors) {
      await the.offered(mentor, request);
      await the.give(mentor, 'decline', the.naming(request));
    }
    expect(await the.updated(student, request, { state: 'declined' })).toMatchObject({ endedAt: aTime, mentor: null });
    for (const mentor of mentors) expect(the.offersTo(mentor)).toEqual([request.id]);
  });

  it('come to a mentor one by one, the most urgent first, then who asked first', async () => {
    const subject = the.newSubject();
    const asked: { urgency: string; id: unknown }[] = [];
    for (const urgency of ['low', 'medium', 'high', 'medium', 'high', 'low']) {
      asked.push({ urgency, id: (await the.asks(await the.newStudent(gateway), subject, { urgency })).id });
    }
    const inOrder = ['high', 'medium', 'low'].flatMap((wanted) => the.idsOf(asked.filter(({ urgency }) => urgency === wanted)));

    const ben = await the.freeMentor(gateway, subject);
    for (const id of inOrder) {
      await the.offered(ben, { id });
      expect(the.idsOf(await the.queueOf(ben))).toEqual([id]);
      await the.give(ben, 'accept', { requestId: id });
      await the.give(ben, 'resolve', { requestId: id });
    }

    expect(the.offersTo(ben)).toEqual(inOrder);
  });

  it('that are asked of one mentor wait for that one', async () => {
    const [student, subject] = [await the.newStudent(gateway), the.newSubject()];
    const [ben, cleo] = [await the.freeMentor(gateway, subject), await the.freeMentor(gateway, subject)];
    const request = await the.asks(student, subject, { mentor: { id: cleo.id } });
    expect(await the.offered(cleo, request)).toEqual({ request, until: null });
    expect(await the.queueOf(ben)).toEqual([]);
  });

  it(
    'pass on after a crash as well, when the time for the offer is over',
    async () => {
      const [student, subject] = [await the.newStudent(gateway), the.newSubject()];
      const [ben, cleo] = [await the.freeMentor(gateway, subject), await the.freeMentor(gateway, subject)];
      const request = await the.asks(student, subject);
      await the.offered(ben, request);
      await gateway.kill();
      await gateway.restart();

      const again = { client: await connectLyceum(gateway, 'websocket', cleo.token) };
      await set(again, { availability: 'available' });

      expect(await the.offered(again, request)).toMatchObject({ until: aTime });
      expect(await the.give(again, 'accept', the.naming(request))).toMatchObject({ state: 'active', mentor: { id: cleo.id } });
    },
    START_MS,
  );
});
