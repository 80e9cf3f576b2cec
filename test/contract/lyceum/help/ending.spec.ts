import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { borrowGateway, type BorrowedGateway } from '../../../support/borrowed-gateway.js';
import { aTime, expectRefusal } from '../../../support/expect-frames.js';
import type { JsonObject } from '../../../support/inbox.js';
import { START_MS } from '../../settings.js';
import { closeAll, WAYS } from '../lyceum-client.js';
import type { Person } from '../shapes.js';
import * as the from './helping.js';

describe('lyceum: how requests for help end', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(the.HELPING);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  const resolve = ({ client }: Person, { id }: JsonObject, more: JsonObject = {}) =>
    client.request('help:resolve', { requestId: id, ...more });
  const cancel = ({ client }: Person, { id }: JsonObject) => client.request('help:cancel', { requestId: id });

  /** Somebody who is helped by somebody; and the request. */
  async function aPair(way: (typeof WAYS)[number] = 'websocket'): Promise<{ student: Person; ben: Person; active: JsonObject }> {
    const [student, subject] = [await the.newStudent(gateway, way), the.newSubject()];
    const ben = await the.freeMentor(gateway, subject, {}, way);
    return { student, ben, active: await the.helped(student, ben, subject) };
  }

  describe.each(WAYS)('by %s', (way) => {
    it('resolved by the student, who rates it', async () => {
      const { student, ben, active } = await aPair(way);
      const resolved = await the.give(student, 'resolve', { ...the.naming(active), rating: 5, note: 'Thank you' });
      expect(resolved).toEqual({ ...active, state: 'resolved', endedAt: aTime, rating: 5, note: 'Thank you' });
      for (const person of [student, ben]) expect(await the.updated(person, active, { state: 'resolved' })).toEqual(resolved);
      for (const person of [student, ben]) expect(await the.queueOf(person)).toEqual([]);
    });

    it('cancelled by the student, while it waits, is offered or is helped with', async () => {
      const { student, ben, active } = await aPair(way);
      const cancelled = await the.give(student, 'cancel', the.naming(active));
      expect(cancelled).toEqual({ ...active, state: 'cancelled', endedAt: aTime });
      for (const person of [student, ben]) expect(await the.updated(person, active, { state: 'cancelled' })).toEqual(cancelled);

      const offered = await the.asks(student, active.subject as string);
      await the.offered(ben, offered);
      expect(await the.give(student, 'cancel', the.naming(offered))).toMatchObject({ state: 'cancelled' });
      expect(await the.updated(ben, offered, { state: 'cancelled' })).toMatchObject({ mentor: null, room: null });

      const waiting = await the.asks(student, the.newSubject());
      expect(await the.give(student, 'cancel', the.naming(waiting))).toMatchObject({ state: 'cancelled' });
      expect(await the.give(student, 'cancel', the.naming(waiting))).toMatchObject({ state: 'cancelled' });
    });
  });

  it('resolved by the mentor, and rated by the student afterwards, once', async () => {
    const { student, ben, active } = await aPair();
    await the.give(ben, 'resolve', the.naming(active));
    expect(await the.updated(student, active, { state: 'resolved' })).toMatchObject({ rating: null });

    expect(await the.give(student, 'resolve', the.naming(active))).toMatchObject({ state: 'resolved', rating: null });
    const rated = await the.give(student, 'resolve', { ...the.naming(active), rating: 1 });
    expect(rated).toMatchObject({ state: 'resolved', rating: 1 });
    expect(await the.updated(ben, active, { rating: 1 })).toEqual(rated);

    expectRefusal(await resolve(student, active, { rating: 5 }), 'HELP_OVER');
    expectRefusal(await resolve(ben, active, { note: 'No!' }), 'HELP_OVER');
    expect(await the.give(ben, 'resolve', the.naming(active))).toEqual(rated);
  });

  it('what the mentor noted stays, whatever the student adds', async () => {
    const { student, ben, active } = await aPair();
    await the.give(ben, 'resolve', { ...the.naming(active), note: 'Page 12' });
    expect(await the.give(student, 'resolve', { ...the.naming(active), rating: 4, note: 'Fine' })).toMatchObject({
      rating: 4,
      note: 'Page 12',
    });
  });

  it('is rated by its student alone', async () => {
    const { student, ben, active } = await aPair();
    expectRefusal(await resolve(ben, active, { rating: 5 }), 'FORBIDDEN', { field: 'rating' });
    expect(await the.queueOf(student)).toEqual([active]);
  });

  it('is ended by nobody else', async () => {
    const { ben, active } = await aPair();
    const [stranger, other] = [await the.newStudent(gateway), await the.freeMentor(gateway, the.newSubject())];
    for (const person of [stranger, other]) {
      expectRefusal(await resolve(person, active), 'HELP_NOT_FOUND');
      expectRefusal(await cancel(person, active), 'HELP_NOT_FOUND');
    }
    expectRefusal(await cancel(ben, active), 'HELP_NOT_FOUND');
  });

  it('ends once: neither resolved before somebody helps, nor cancelled after it was resolved', async () => {
    const { student, ben, active } = await aPair();
    await the.give(ben, 'resolve', the.naming(active));
    expectRefusal(await cancel(student, active), 'HELP_OVER');

    const waiting = await the.asks(student, the.newSubject());
    expectRefusal(await resolve(student, waiting), 'INVALID', { field: 'requestId' });
    await the.give(student, 'cancel', the.naming(waiting));
    expectRefusal(await resolve(student, waiting), 'HELP_OVER');
  });

  it('has one outcome when it is accepted and cancelled at once', async () => {
    const subject = the.newSubject();
    const ben = await the.freeMentor(gateway, subject, { capacity: 100 });
    for (let round = 0; round < 10; round += 1) {
      const student = await the.newStudent(gateway);
      const request = await the.asks(student, subject);
      await the.offered(ben, request);
      const [accepted, cancelled] = await Promise.all([
        ben.client.request('help:accept', the.naming(request)),
        student.client.request('help:cancel', the.naming(request)),
      ]);
      expect(cancelled).toMatchObject({ ok: true, data: { state: 'cancelled' } });
      if (accepted.ok !== true) expectRefusal(accepted, 'HELP_OVER');
      for (const person of [student, ben]) await the.updated(person, request, { state: 'cancelled' });
      expect(await the.queueOf(student)).toEqual([]);
    }
    expect(await the.queueOf(ben)).toEqual([]);
  });

  it.each<[JsonObject, string]>([
    [{ rating: 0 }, 'rating'],
    [{ rating: 6 }, 'rating'],
    [{ rating: 4.5 }, 'rating'],
    [{ rating: '5' }, 'rating'],
    [{ note: 'x'.repeat(2_001) }, 'note'],
    [{ note: 5 }, 'note'],
  ])('refuses %j', async (more, field) => {
    const student = await the.newStudent(gateway);
    const answer = await resolve(student, { id: '01890a5d-ac96-774b-bcce-b302099a8057' }, more);
    expectRefusal(answer, 'INVALID', { field });
  });
});
