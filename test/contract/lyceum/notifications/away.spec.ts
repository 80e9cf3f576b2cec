import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { register } from '../../../support/accounts.js';
import { dataOf } from '../../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import type { JsonObject } from '../../../support/inbox.js';
import { START_MS } from '../../settings.js';
import { accept, CALLING, end, ring } from '../calls/calling.js';
import * as the from '../help/helping.js';
import { closeAll } from '../lyceum-client.js';
import { newPerson, type Person } from '../shapes.js';
import { feedBecomes, feedOf, NOTIFIED_MS, notificationShape } from './notified.js';

describe('lyceum: notifications of calls and requests for help', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    // A queue of its own, as everybody's mentors are asked.
    gateway = await startGateway({ env: { ...CALLING, ...the.HELPING, CALL_RING_SECONDS: '5' } });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  const person = (stem: string) => newPerson(gateway, 'websocket', stem);
  const missed = (caller: Person, call: JsonObject, more: JsonObject = {}): JsonObject =>
    notificationShape('call', {
      title: `Missed call from ${caller.username}`,
      body: 'Video call',
      data: { callId: call.id, callKind: 'video', roomId: the.roomIn(call).id, userId: caller.id },
      ...more,
    });
  /** That the callee rings. */
  const rings = ({ client }: Person, call: JsonObject) => client.fact('calls:incoming', { call: { id: call.id } });
  const told = ({ client }: Person, part: JsonObject) => client.fact('notification', part, NOTIFIED_MS);

  it('who is called while they are away has missed it', async () => {
    const [ana, ben] = [await person('ana'), await register(gateway, 'ben')];
    const call = await ring(ana, ben);
    expect(call).toMatchObject({ state: 'ended', endReason: 'unreachable' });
    await feedBecomes(gateway, ben, [missed(ana, call)]);
    expect(await feedOf(gateway, ana)).toEqual([]);
  });

  it('whom it rang for is told that they missed it, but neither that it rings nor of one that they answered', async () => {
    const [ana, ben] = [await person('ana'), await person('ben')];
    const accepted = await ring(ana, ben);
    await rings(ben, accepted);
    await accept(ben, accepted);
    await end(ana, accepted);
    const declined = await ring(ana, ben);
    await rings(ben, declined);
    dataOf(await ben.client.request('calls:reject', { callId: declined.id }));
    const cancelled = await ring(ana, ben);
    await rings(ben, cancelled);
    dataOf(await ana.client.request('calls:cancel', { callId: cancelled.id }));
    await told(ben, { data: { callId: cancelled.id } });
    const unanswered = await ring(ana, ben);
    await rings(ben, unanswered);
    await told(ben, { data: { callId: unanswered.id } });

    expect(await feedOf(gateway, ben)).toEqual([missed(ana, unanswered), missed(ana, cancelled)]);
  });

  it('mentors are told of a request if they are away, until another takes it, and students of what became of theirs', async () => {
    const subject = the.newSubject();
    const student = await the.newStudent(gateway);
    const [away, mentor] = [await the.freeMentor(gateway, subject), await the.freeMentor(gateway, subject)];
    await away.client.close();
    const request = await the.asks(student, subject, { text: 'How do I integrate?' });
    const wanted = notificationShape('help', {
      title: `${student.username} asks for help`,
      body: `${subject}: How do I integrate?`,
      data: { requestId: request.id },
    });
    await feedBecomes(gateway, away, [wanted]);

    await the.offered(mentor, request);
    const { room } = await the.give(mentor, 'accept', the.naming(request));
    expect(await told(student, { kind: 'help' })).toEqual(
      notificationShape('help', {
        title: `${mentor.username} helps you now`,
        data: { requestId: request.id, roomId: (room as JsonObject).id },
      }),
    );
    // Nobody need come any more.
    await feedBecomes(gateway, away, []);
    await the.give(student, 'cancel', the.naming(request));
    await told(mentor, { title: `${student.username} needs no more help` });
    expect(await feedOf(gateway, mentor)).toHaveLength(1);
  });

  it('a student hears that the mentor whom they asked can’t help', async () => {
    const subject = the.newSubject();
    const student = await the.newStudent(gateway);
    const mentor = await the.freeMentor(gateway, subject);
    const request = await the.asks(student, subject, { mentor: { id: mentor.id } });
    await the.offered(mentor, request);
    await student.client.close();
    await the.give(mentor, 'decline', the.naming(request));
    const title = `${mentor.username} can’t help you now`;
    await feedBecomes(gateway, student, [notificationShape('help', { title, body: subject, data: { requestId: request.id } })]);
  });
});
