import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { borrowGateway, type BorrowedGateway } from '../../../support/borrowed-gateway.js';
import { dataOf, expectRefusal } from '../../../support/expect-frames.js';
import type { JsonObject } from '../../../support/inbox.js';
import { START_MS } from '../../settings.js';
import { closeAll, connectLyceum, WAYS } from '../lyceum-client.js';
import { newMentor, set } from '../mentors/mentoring.js';
import * as the from './helping.js';

describe('lyceum: asking for help', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(the.HELPING);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  describe.each(WAYS)('by %s', (way) => {
    it('asks all available mentors of the subject, and nobody else', async () => {
      const [subject, other] = [the.newSubject(), the.newSubject()];
      const student = await the.newStudent(gateway, way);
      const mentors = [
        await the.freeMentor(gateway, subject, {}, way),
        await the.freeMentor(gateway, subject.toUpperCase(), {}, way),
      ];
      const others = [
        await the.freeMentor(gateway, other, {}, way),
        await the.freeMentor(gateway, subject, { availability: 'busy' }, way),
        await the.freeMentor(gateway, subject, { availability: 'offline' }, way),
      ];
      const wishes = { text: 'How?', urgency: 'high', metadata: { b: 1, a: [true, null] } };

      const request = await the.asks(student, subject, wishes);

      expect(request).toEqual(the.helpShape(student, subject, { ...wishes, state: 'offered' }));
      for (const mentor of mentors) expect(await the.offered(mentor, request)).toEqual({ request, until: null });
      for (const { client } of others) {
        await client.settled();
        expect(client.heard('help:offered')).toEqual([]);
      }
    });

    it('asks one mentor, whatever they teach', async () => {
      const [student, subject] = [await the.newStudent(gateway, way), the.newSubject()];
      const ben = await the.freeMentor(gateway, the.newSubject(), {}, way);
      const other = await the.freeMentor(gateway, subject, {}, way);

      const request = await the.asks(student, subject, { mentor: { id: ben.id } });

      expect(request).toEqual(the.helpShape(student, subject, { state: 'offered', target: the.mentorUser(ben) }));
      expect(await the.offered(ben, request)).toEqual({ request, until: null });
      await other.client.settled();
      expect(other.client.heard('help:offered')).toEqual([]);
    });
  });

  it('finds a mentor by username, without regard to case', async () => {
    const [student, ben] = [await the.newStudent(gateway), await the.freeMentor(gateway, the.newSubject())];
    const request = await the.asks(student, 'Maths', { mentor: { username: ben.username.toUpperCase() } });
    expect(request).toMatchObject({ target: the.mentorUser(ben) });
  });

  it('waits for a mentor who can’t be asked, and reaches them when they can', async () => {
    const [student, ben, subject] = [await the.newStudent(gateway), await newMentor(gateway), the.newSubject()];

    const request = await the.asks(student, subject, { mentor: { id: ben.id } });

    expect(request).toMatchObject({ state: 'waiting', target: { id: ben.id } });
    expect(await the.queueOf(ben)).toEqual([]);
    await set(ben, { availability: 'available', subjects: [the.newSubject()] });
    expect(await the.offered(ben, request)).toMatchObject({ request: { state: 'offered' } });
    expect(await the.updated(student, request, { state: 'offered' })).toEqual({ ...request, state: 'offered' });
  });

  it('reaches who becomes available later, the most urgent first, then who asked first', async () => {
    const subject = the.newSubject();
    const students: { urgency: string; id: unknown }[] = [];
    for (const urgency of ['low', 'medium', 'high', 'medium', 'high', 'low']) {
      const student = await the.newStudent(gateway);
      students.push({ urgency, id: (await the.asks(student, subject, { urgency })).id });
    }
    const ofUrgency = (urgency: string) => the.idsOf(students.filter((asked) => asked.urgency === urgency));
    const inOrder = [...ofUrgency('high'), ...ofUrgency('medium'), ...ofUrgency('low')];

    const ben = await the.freeMentor(gateway, subject);
    await the.offered(ben, { id: inOrder.at(-1) });

    expect(the.offersTo(ben)).toEqual(inOrder);
    expect(the.idsOf(await the.queueOf(ben))).toEqual(inOrder);
  });

  it('reaches a mentor once, however often they choose', async () => {
    const [student, subject] = [await the.newStudent(gateway), the.newSubject()];
    const ben = await the.freeMentor(gateway, subject);
    const request = await the.asks(student, subject);
    await the.offered(ben, request);

    for (const availability of ['busy', 'available', 'offline', 'available']) await set(ben, { availability });
    const last = await the.asks(await the.newStudent(gateway), subject);
    await the.offered(ben, last);

    expect(the.offersTo(ben)).toEqual([request.id, last.id]);
  });

  it('is one request a student at a time, however many devices ask at once', async () => {
    const [student, subject] = [await the.newStudent(gateway), the.newSubject()];
    const devices = [student.client, await connectLyceum(gateway, 'raw', student.token)];

    const asked = await Promise.all(
      Array.from({ length: 20 }, (_, nth) => devices[nth % devices.length]!.request('help:request', { subject })),
    );

    const [won, ...more] = asked.filter(({ ok }) => ok === true);
    expect(more).toEqual([]);
    for (const answer of asked.filter(({ ok }) => ok !== true)) expectRefusal(answer, 'HELP_OPEN');
    expect(await the.queueOf(student)).toEqual([dataOf(won!)]);

    await the.give(student, 'cancel', the.naming(dataOf(won!)));
    expect(await the.asks(student, subject)).toMatchObject({ state: 'waiting' });
  });

  it('is for students alone, by what the server knows of them', async () => {
    const mentor = await newMentor(gateway);
    const lies = { role: 'student', student: { id: mentor.id, role: 'student' }, subject: 'Maths' };
    expectRefusal(await mentor.client.request('help:request', lies), 'FORBIDDEN');
  });

  it('is made by who asks, now, whatever the payload says', async () => {
    const [student, victim] = [await the.newStudent(gateway), await the.newStudent(gateway)];
    const { id, username } = victim;
    const lies = { id, studentId: id, student: { id, username }, state: 'active', requestedAt: '2001-01-01T00:00:00.000Z' };

    const request = await the.asks(student, the.newSubject(), lies);

    expect(request).toMatchObject({ student: { id: student.id }, state: 'waiting' });
    expect(Date.parse(request.requestedAt as string)).toBeGreaterThan(Date.now() - 60_000);
    expect(await the.queueOf(victim)).toEqual([]);
  });

  it('never reaches who has blocked the student, or is blocked by them', async () => {
    const [student, subject] = [await the.newStudent(gateway), the.newSubject()];
    const [blocker, blocked, free] = [
      await the.freeMentor(gateway, subject),
      await the.freeMentor(gateway, subject),
      await the.freeMentor(gateway, subject),
    ];
    dataOf(await blocker.client.request('rooms:block', { user: { id: student.id } }));
    dataOf(await student.client.request('rooms:block', { user: { id: blocked.id } }));

    for (const { id } of [blocker, blocked]) {
      expectRefusal(await student.client.request('help:request', { subject, mentor: { id } }), 'BLOCKED');
    }
    const request = await the.asks(student, subject);
    await the.offered(free, request);
    for (const mentor of [blocker, blocked]) expect(await the.queueOf(mentor)).toEqual([]);
  });

  it('refuses who is no mentor, or nobody', async () => {
    const [student, other] = [await the.newStudent(gateway), await the.newStudent(gateway)];
    for (const mentor of [{ id: other.id }, { id: 'nobody' }, { id: 'guest:nobody' }, { username: 'nobody-at-all' }]) {
      const answer = await student.client.request('help:request', { subject: 'Maths', mentor });
      expectRefusal(answer, 'USER_NOT_FOUND', { field: 'mentor' });
    }
    expect(await the.queueOf(student)).toEqual([]);
  });

  it.each<[JsonObject, string]>([
    [{}, 'subject'],
    [{ subject: '' }, 'subject'],
    [{ subject: ' \n' }, 'subject'],
    [{ subject: 5 }, 'subject'],
    [{ subject: 'x'.repeat(65) }, 'subject'],
    [{ subject: 'Maths', text: 'x'.repeat(2_001) }, 'text'],
    [{ subject: 'Maths', urgency: 'now' }, 'urgency'],
    [{ subject: 'Maths', urgency: 2 }, 'urgency'],
    [{ subject: 'Maths', mentor: 'ben' }, 'mentor'],
    [{ subject: 'Maths', mentor: {} }, 'mentor'],
    [{ subject: 'Maths', metadata: { a: 'x'.repeat(8 * 1024) } }, 'metadata'],
  ])('refuses %j', async (payload, field) => {
    const student = await the.newStudent(gateway);
    expectRefusal(await student.client.request('help:request', payload), 'INVALID', { field });
  });

  it('takes the longest texts there may be, counted as people count', async () => {
    const student = await the.newStudent(gateway);
    const wishes = { text: '😀'.repeat(2_000), metadata: { a: 'x'.repeat(8 * 1024 - 8) } };
    const request = await the.asks(student, '😀'.repeat(64), wishes);
    expect(request).toEqual(the.helpShape(student, '😀'.repeat(64), wishes));
  });

  it('is heard by the student’s other devices', async () => {
    const [student, subject] = [await the.newStudent(gateway), the.newSubject()];
    const tablet = { client: await connectLyceum(gateway, 'raw', student.token) };
    await the.freeMentor(gateway, subject);
    const request = await the.asks(student, subject);
    expect(await the.updated(tablet, request, { state: 'offered' })).toEqual(request);
    expect(await the.give(tablet, 'queue')).toEqual({ requests: [request], position: expect.objectContaining({ position: 1 }) });
  });
});
