import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aTime, aUuid, dataOf } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { SocketClient } from '../../support/socket-client.js';
import { appToken, newId } from '../../support/tokens.js';
import { ROOMY, START_MS } from '../settings.js';
import { connectGuest, connectUser, expectWhole, flat, TOLD_MS, type FlutterApp } from './flutter-app.js';

describe('help requests of the Flutter app', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, RATE_HELP_PER_HOUR: '1000' } });
  }, START_MS);
  afterEach(() => {
    SocketClient.closeAll();
  });
  afterAll(() => gateway.stop());

  async function freeMentor(connect = connectUser): Promise<FlutterApp> {
    const mentor = await connect(gateway, 'mentor');
    dataOf(await mentor.request('mentor_available', {}));
    return mentor;
  }

  const received = ({ client }: FlutterApp, part: JsonObject) => client.next('help_request_received', part, TOLD_MS);
  const updated = ({ client }: FlutterApp, part: JsonObject) => client.next('help_request_updated', part, TOLD_MS);

  it.each([connectUser, connectGuest])(
    'reach the mentor who is asked, and are accepted into a session of the two',
    async (connect) => {
      const [ana, mia] = [await connect(gateway, 'student'), await freeMentor(connect)];
      const { userId: mentorId } = mia;
      ana.send('student_request_help', {
        mentorId,
        subject: 'Algebra',
        message: 'Stuck',
        urgency: 'high',
        requestData: { page: 3 },
      });
      const request = {
        id: aUuid,
        requestId: aUuid,
        studentId: ana.userId,
        studentName: expect.any(String),
        mentorId,
        subject: 'Algebra',
        message: 'Stuck',
        urgency: 'high',
        status: 'pending',
        requestedAt: aTime,
        requestData: { page: 3 },
      };
      const sent = await ana.client.next('help_request_sent');
      expect(sent).toEqual(flat({ ...request, senderId: ana.userId, receiverId: mentorId }));
      const { requestId } = sent;
      expect(sent.id).toBe(requestId);
      expect(await received(mia, { requestId })).toEqual(
        flat({ ...request, id: requestId, requestId, senderId: ana.userId, receiverId: mentorId }),
      );

      mia.send('accept_help_request', { requestId });
      const told = await updated(ana, { requestId, status: 'accepted' });
      expect(told).toEqual(
        flat({
          id: requestId,
          senderId: mentorId,
          receiverId: ana.userId,
          requestId,
          status: 'accepted',
          mentorId,
          mentorName: expect.any(String),
          sessionId: expect.any(String),
        }),
      );
      expect(await updated(mia, { requestId, status: 'accepted' })).toMatchObject({ sessionId: told.sessionId });
      const { sessionId } = told;
      for (const app of [ana, mia]) {
        expect(await app.client.next('session_started')).toMatchObject({ sessionId, requestId, studentId: ana.userId, mentorId });
        dataOf(await app.request('join_session', { sessionId }));
      }
      mia.send('send_message', { sessionId, content: 'Let me see' });
      expect(await ana.client.next('message_received')).toMatchObject({ sessionId, content: 'Let me see' });
      for (const app of [ana, mia]) expectWhole(app);
    },
  );

  it.each([{}, { mentorId: 'broadcast_to_mentors' }])(
    'to %j reach all available mentors, and the first one wins',
    async (target) => {
      const [ana, mia, max] = [await connectGuest(gateway, 'student'), await freeMentor(), await freeMentor()];
      ana.send('student_request_help', { subject: newId('subject'), ...target });
      const { requestId, ...sent } = await ana.client.next('help_request_sent');
      expect(sent).toMatchObject({ mentorId: null, urgency: 'medium', message: '' });
      for (const mentor of [mia, max]) await received(mentor, { requestId });

      dataOf(await mia.request('accept_help_request', { requestId }));
      max.send('accept_help_request', { requestId });
      expect(await max.client.next('error')).toMatchObject({ code: 'HELP_TAKEN', event: 'accept_help_request' });
      expect(await updated(ana, { requestId, status: 'accepted' })).toMatchObject({ status: 'accepted', mentorId: mia.userId });
      await updated(max, { requestId, status: 'accepted' });
      expect(max.client.heard('session_started')).toEqual([]);
    },
  );

  it('wait for a mentor who becomes available', async () => {
    const ana = await connectGuest(gateway, 'student');
    ana.send('student_request_help', { subject: newId('subject') }, 'broadcast_to_mentors');
    const { requestId } = await ana.client.next('help_request_sent');
    const mia = await freeMentor();
    await received(mia, { requestId });
    ana.send('cancel_help_request', { requestId });
    expect(await updated(mia, { requestId, status: 'cancelled' })).toMatchObject({ status: 'cancelled', mentorId: null });
    await updated(ana, { requestId, status: 'cancelled' });
  });

  it('that were made, and answered, while somebody was away are told to them when they are back', async () => {
    const [ana, mia] = [await connectUser(gateway, 'student'), await freeMentor()];
    mia.client.close();
    ana.send('student_request_help', { subject: newId('subject') }, mia.userId);
    const { requestId } = await ana.client.next('help_request_sent');

    const back = await connectUser(gateway, 'mentor', { userId: mia.userId });
    expect(await received(back, { requestId })).toMatchObject({ id: requestId, studentId: ana.userId, status: 'pending' });
    ana.client.close();
    dataOf(await back.request('accept_help_request', { requestId }));

    const again = await connectUser(gateway, 'student', { userId: ana.userId });
    const told = await updated(again, { requestId, status: 'accepted' });
    expect(told).toMatchObject({ mentorId: mia.userId, sessionId: expect.any(String) });
    dataOf(await again.request('join_session', { sessionId: told.sessionId }));
    expectWhole(again);
  });

  it('are declined where the one who was asked declines', async () => {
    const [ana, mia] = [await connectGuest(gateway, 'student'), await freeMentor()];
    ana.send('student_request_help', { subject: 'Algebra' }, mia.userId);
    const { requestId } = await ana.client.next('help_request_sent');
    await received(mia, { requestId });
    // The app gives back the id that it was given.
    mia.client.emit('decline_help_request', { id: requestId });
    expect(await updated(ana, { requestId, status: 'declined' })).toMatchObject({ status: 'declined' });
  });

  it.each([
    ['mentor', 'student_request_help', { subject: 'Algebra' }, 'FORBIDDEN'],
    ['student', 'student_request_help', { subject: '' }, 'INVALID'],
    ['student', 'student_request_help', { subject: 'Algebra', urgency: 'now' }, 'INVALID'],
    ['student', 'student_request_help', { subject: 'Algebra', mentorId: 'nobody' }, 'USER_NOT_FOUND'],
    ['student', 'accept_help_request', { requestId: '0192f5a0-0000-7000-8000-000000000000' }, 'FORBIDDEN'],
    ['mentor', 'accept_help_request', { requestId: '0192f5a0-0000-7000-8000-000000000000' }, 'HELP_NOT_FOUND'],
  ] as const)('of a %s, %s %j is refused', async (role, event, data, code) => {
    const app = await connectUser(gateway, role);
    app.send(event, data);
    expect(await app.client.next('error')).toMatchObject({ code, event });
  });

  it('are accepted from the web, too', async () => {
    const ana = await connectGuest(gateway, 'student');
    const mentorId = newId('web');
    const web = await SocketClient.connect(gateway, {
      auth: { dialect: 'lyceum', token: appToken({ id: mentorId, role: 'mentor' }) },
    });
    dataOf(await web.request('mentors:set', { availability: 'available' }));
    ana.send('student_request_help', { subject: 'Algebra', mentorId });
    const { request } = (await web.next('help:offered', {}, TOLD_MS)) as { request: JsonObject };
    expect(request.student).toMatchObject({ id: `guest:${ana.userId}`, guest: true });
    const { room } = dataOf(await web.request('help:accept', { requestId: request.id })) as { room: JsonObject };
    expect(await updated(ana, { requestId: request.id, status: 'accepted' })).toMatchObject({
      status: 'accepted',
      mentorId,
      sessionId: room.key,
    });
    dataOf(await web.request('help:resolve', { requestId: request.id }));
    expect(await ana.client.next('session_ended', {}, TOLD_MS)).toMatchObject({ sessionId: room.key });
  });
});
