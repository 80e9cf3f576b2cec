import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { borrowGateway, type BorrowedGateway } from '../../../support/borrowed-gateway.js';
import { aTime, dataOf, expectRefusal } from '../../../support/expect-frames.js';
import { START_MS } from '../../settings.js';
import { closeAll, connectLyceum, WAYS } from '../lyceum-client.js';
import { newMentor, set } from '../mentors/mentoring.js';
import type { Person } from '../shapes.js';
import * as the from './helping.js';

const MENTORS_AT_ONCE = 50;

describe('lyceum: answering requests for help', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(the.HELPING);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  const accept = ({ client }: Person, requestId: unknown) => client.request('help:accept', { requestId });
  const decline = ({ client }: Person, requestId: unknown) => client.request('help:decline', { requestId });

  it.each(WAYS)('by %s: who accepts helps, in a room of the two where they write under its id', async (way) => {
    const [student, subject] = [await the.newStudent(gateway, way), the.newSubject()];
    const [ben, other] = [await the.freeMentor(gateway, subject, {}, way), await the.freeMentor(gateway, subject, {}, way)];
    const [tablet, laptop] = [
      { client: await connectLyceum(gateway, 'websocket', student.token) },
      { client: await connectLyceum(gateway, 'websocket', ben.token) },
    ];
    const request = await the.asks(student, subject);
    await the.offered(ben, request);

    const active = await the.give(ben, 'accept', the.naming(request));

    const room = { id: expect.any(String), key: expect.stringMatching(/^help_/), code: null };
    const more = { state: 'active', mentor: the.mentorUser(ben), acceptedAt: aTime };
    expect(active).toEqual({ ...request, ...more, room });
    for (const device of [student, tablet, ben, laptop]) {
      expect(await the.updated(device, request, { state: 'active' })).toEqual(active);
    }
    expect(await the.updated(other, request, { state: 'active' })).toEqual({ ...request, ...more });

    const { id } = the.roomIn(active);
    for (const [person, role] of [
      [student, 'member'],
      [ben, 'owner'],
    ] as const) {
      expect(dataOf(await person.client.request('rooms:join', { id }))).toMatchObject({
        role,
        room: { id, kind: 'session', title: subject, visibility: 'private', capacity: 2 },
      });
    }
    dataOf(await ben.client.request('chat:send', { room: { id }, text: 'How can I help?' }));
    expect(await student.client.fact('chat:message', { room: { id } })).toMatchObject({ text: 'How can I help?' });
    for (const named of [{ id }, { key: the.roomIn(active).key }]) {
      expectRefusal(await other.client.request('rooms:join', named), 'ROOM_NOT_FOUND');
    }
    expect(await the.queueOf(ben)).toEqual([active]);
    expect(await the.give(student, 'queue')).toEqual({ requests: [active], position: null });
    expect(await the.queueOf(other)).toEqual([]);
  });

  it(
    'has one winner among fifty, and tells everybody the same',
    async () => {
      const [student, subject] = [await the.newStudent(gateway), the.newSubject()];
      const mentors = await Promise.all(Array.from({ length: MENTORS_AT_ONCE }, () => the.freeMentor(gateway, subject)));
      const request = await the.asks(student, subject);
      await Promise.all(mentors.map((mentor) => the.offered(mentor, request)));

      const answers = await Promise.all(mentors.map((mentor) => accept(mentor, request.id)));

      const winners = mentors.filter((_, index) => answers[index]!.ok === true);
      expect(winners).toHaveLength(1);
      for (const answer of answers.filter(({ ok }) => ok !== true)) expectRefusal(answer, 'HELP_TAKEN');
      for (const person of [student, ...mentors]) {
        await the.updated(person, request, { state: 'active', mentor: { id: winners[0]!.id } });
      }
      expect(await the.queueOf(winners[0]!)).toHaveLength(1);
    },
    START_MS,
  );

  it('changes nothing when it is done again', async () => {
    const [student, subject] = [await the.newStudent(gateway), the.newSubject()];
    const ben = await the.freeMentor(gateway, subject);
    const active = await the.helped(student, ben, subject);
    expect(await the.give(ben, 'accept', the.naming(active))).toEqual(active);
    expectRefusal(await decline(ben, active.id), 'FORBIDDEN');
  });

  it('is for mentors who were asked', async () => {
    const [student, subject] = [await the.newStudent(gateway), the.newSubject()];
    const [ben, unasked] = [await the.freeMentor(gateway, subject), await newMentor(gateway)];
    const request = await the.asks(student, subject);
    await the.offered(ben, request);

    for (const answer of [accept, decline]) {
      expectRefusal(await answer(unasked, request.id), 'HELP_NOT_FOUND');
      expectRefusal(await answer(student, request.id), 'FORBIDDEN');
      expectRefusal(await answer(ben, '01890a5d-ac96-774b-bcce-b302099a8057'), 'HELP_NOT_FOUND');
      expectRefusal(await answer(ben, 'one'), 'INVALID', { field: 'requestId' });
    }
    expect(await the.queueOf(student)).toEqual([request]);
  });

  it('says that it is over where it is', async () => {
    const [student, subject] = [await the.newStudent(gateway), the.newSubject()];
    const ben = await the.freeMentor(gateway, subject);
    const request = await the.asks(student, subject);
    await the.offered(ben, request);
    await the.give(student, 'cancel', the.naming(request));
    for (const answer of [accept, decline]) expectRefusal(await answer(ben, request.id), 'HELP_OVER');
  });

  it('is no more than a mentor has room for, also when they accept everything at once', async () => {
    const subject = the.newSubject();
    const ben = await the.freeMentor(gateway, subject, { capacity: 2 });
    const requests = [];
    for (let count = 0; count < 5; count += 1) requests.push(await the.asks(await the.newStudent(gateway), subject));
    await Promise.all(requests.map((request) => the.offered(ben, request)));

    const answers = await Promise.all(requests.map(({ id }) => accept(ben, id)));

    expect(answers.filter(({ ok }) => ok === true)).toHaveLength(2);
    for (const answer of answers.filter(({ ok }) => ok !== true)) expectRefusal(answer, 'LIMIT_REACHED', { retryable: false });
    const [taken] = answers.filter(({ ok }) => ok === true).map(dataOf);
    await the.give(ben, 'resolve', the.naming(taken!));
    const left = requests[answers.findIndex(({ ok }) => ok !== true)]!;
    expect(await the.give(ben, 'accept', the.naming(left))).toMatchObject({ state: 'active' });
  });

  it('shows a mentor busy who helps as many as they can, and asks them when they can again', async () => {
    const [student, subject] = [await the.newStudent(gateway), the.newSubject()];
    const ben = await the.freeMentor(gateway, subject);
    const active = await the.helped(student, ben, subject);
    expect(dataOf(await ben.client.request('mentors:get'))).toMatchObject({ availability: 'busy', chosen: 'available', load: 1 });
    const next = await the.asks(await the.newStudent(gateway), subject);
    expect(next).toMatchObject({ state: 'waiting' });

    await the.give(ben, 'resolve', the.naming(active));

    expect(await the.offered(ben, next)).toMatchObject({ request: { state: 'offered' } });
    expect(dataOf(await ben.client.request('mentors:get'))).toMatchObject({ availability: 'available', load: 0 });
  });

  it('is declined when everybody who was asked declined', async () => {
    const [student, subject] = [await the.newStudent(gateway), the.newSubject()];
    const [ben, cleo] = [await the.freeMentor(gateway, subject), await the.freeMentor(gateway, subject)];
    const request = await the.asks(student, subject);
    await Promise.all([ben, cleo].map((mentor) => the.offered(mentor, request)));

    expect(await the.give(ben, 'decline', the.naming(request))).toEqual(request);
    expect(await the.give(ben, 'decline', the.naming(request))).toEqual(request);
    expect(await the.queueOf(ben)).toEqual([]);
    expectRefusal(await accept(ben, request.id), 'HELP_TAKEN', {
      message: 'This request is not offered to you any more.',
    });
    expect(await the.queueOf(student)).toEqual([request]);

    const declined = await the.give(cleo, 'decline', the.naming(request));

    expect(declined).toEqual({ ...request, state: 'declined', endedAt: aTime });
    for (const person of [student, ben, cleo])
      expect(await the.updated(person, request, { state: 'declined' })).toEqual(declined);
    expect(await the.queueOf(student)).toEqual([]);
    expect(await the.asks(student, subject)).toMatchObject({ state: 'offered' });
  });

  it('is, once others agreed on it, nothing to who declined', async () => {
    const [student, subject] = [await the.newStudent(gateway), the.newSubject()];
    const [ben, cleo] = [await the.freeMentor(gateway, subject), await the.freeMentor(gateway, subject)];
    const request = await the.asks(student, subject);
    await Promise.all([ben, cleo].map((mentor) => the.offered(mentor, request)));
    await the.give(ben, 'decline', the.naming(request));
    await the.give(cleo, 'accept', the.naming(request));
    expect(await the.give(ben, 'decline', the.naming(request))).toMatchObject({ state: 'active', room: null });
  });

  it('is not asked of who declined, however often they come', async () => {
    const [student, subject] = [await the.newStudent(gateway), the.newSubject()];
    const [ben, cleo] = [await the.freeMentor(gateway, subject), await the.freeMentor(gateway, subject)];
    const request = await the.asks(student, subject);
    await the.offered(ben, request);
    await the.give(ben, 'decline', the.naming(request));
    for (const availability of ['busy', 'available']) await set(ben, { availability });
    const last = await the.asks(await the.newStudent(gateway), subject);
    await the.offered(ben, last);
    expect(the.offersTo(ben)).toEqual([request.id, last.id]);
    expect(the.offersTo(cleo)).toEqual([request.id, last.id]);
  });

  it('is not accepted by who was blocked since', async () => {
    const [student, subject] = [await the.newStudent(gateway), the.newSubject()];
    const ben = await the.freeMentor(gateway, subject);
    const request = await the.asks(student, subject);
    await the.offered(ben, request);
    dataOf(await student.client.request('rooms:block', { user: { id: ben.id } }));
    expectRefusal(await accept(ben, request.id), 'BLOCKED');
  });
});
