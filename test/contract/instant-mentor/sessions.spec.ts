import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import { aTime, aUuid, dataOf } from '../../support/expect-frames.js';
import { createSession } from '../group-study/session.js';
import { closeAll } from '../lyceum/lyceum-client.js';
import { newPerson } from '../lyceum/shapes.js';
import { GRACE_MS, ROOMY, START_MS } from '../settings.js';
import { connectLearner, enter, newRoom } from '../skill-lift/live-session.js';
import { connectGuest, connectUser, expectWhole, flat, TOLD_MS, type FlutterApp } from './flutter-app.js';

describe('sessions of the Flutter app', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(ROOMY);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  async function join(app: FlutterApp, sessionId: string): Promise<void> {
    dataOf(await app.request('join_session', { sessionId }));
  }

  it('show who comes and who goes to the others', async () => {
    const sessionId = newRoom();
    const [mia, ana] = [await connectUser(gateway, 'mentor'), await connectGuest(gateway, 'student')];
    await join(mia, sessionId);
    await join(ana, sessionId);
    const who = { senderId: ana.userId, userId: ana.userId, userRole: 'student', sessionId };
    expect(await mia.client.next('user_joined_session')).toEqual(flat({ ...who, joinedAt: aTime }));

    ana.send('leave_session', { sessionId });
    expect(await mia.client.next('user_left_session')).toEqual(flat({ ...who, leftAt: aTime }));
    await join(ana, sessionId);
    ana.client.cut();
    expect(await mia.client.next('user_left_session', {}, GRACE_MS + 3_000)).toMatchObject(who);
    expect(ana.client.heard('user_joined_session')).toEqual([]);
    expectWhole(mia);
  });

  it('take messages and typing without a receiver', async () => {
    const sessionId = newRoom();
    const [mia, ana] = [await connectUser(gateway, 'mentor'), await connectUser(gateway, 'student')];
    for (const app of [mia, ana]) await join(app, sessionId);

    ana.send('user_typing', { sessionId });
    expect(await mia.client.next('user_typing')).toEqual(
      flat({ senderId: ana.userId, userId: ana.userId, sessionId, isTyping: true }),
    );
    ana.send('send_message', { content: 'To all', sessionId });
    const whole = {
      id: aUuid,
      senderId: ana.userId,
      sessionId,
      timestamp: aTime,
      content: 'To all',
      messageType: 'text',
      type: 'text',
      metadata: {},
      senderName: 'The student',
    };
    const { id } = await mia.client.next('message_received');
    expect(mia.client.heard('message_received')).toEqual([whole]);
    expect(await ana.client.next('message_sent')).toEqual(whole);

    mia.send('mark_read', { messageId: id });
    expect(await ana.client.next('message_read', {}, TOLD_MS)).toMatchObject({ messageId: id, readerId: mia.userId });
  });

  it.each([
    ['join_session', { sessionId: 'lobby' }, 'INVALID'],
    ['join_session', {}, 'INVALID'],
    ['leave_session', { sessionId: 'never-joined' }, 'ROOM_NOT_FOUND'],
  ])('%s %j is refused', async (event, data, code) => {
    const ana = await connectGuest(gateway, 'student');
    ana.send(event, data);
    expect(await ana.client.next('error')).toMatchObject({ code, event });
  });

  it('are the rooms of all other clients', async () => {
    const { client: group, code } = await createSession(gateway, 'Greta');
    const [learner, person] = [await connectLearner(gateway, 'Lena'), await newPerson(gateway, 'websocket')];
    await enter(learner, code);
    dataOf(await person.client.request('rooms:join', { code }));
    const ana = await connectGuest(gateway, 'student');
    await join(ana, code);
    await person.client.fact('rooms:joined', { user: { id: `guest:${ana.userId}`, guest: true } });

    ana.send('send_message', { content: 'From the app', sessionId: code });
    expect(await group.next('message')).toMatchObject({ userName: ana.userId, message: 'From the app' });
    await learner.client.next({ type: 'chat_message', payload: { message: 'From the app' } });
    await person.client.fact('chat:message', { text: 'From the app' });

    group.send({ type: 'message', sessionCode: code, userName: 'Greta', message: 'From group study' });
    expect(await ana.client.next('message_received')).toMatchObject({ sessionId: code, senderName: 'Greta' });
    learner.client.send({ type: 'chat_message', data: { roomId: code, message: 'From skill lift' } });
    expect(await ana.client.next('message_received')).toMatchObject({ senderId: learner.userId, content: 'From skill lift' });
    dataOf(await person.client.request('chat:send', { room: { code }, text: 'From lyceum' }));
    expect(await ana.client.next('message_received')).toMatchObject({ senderId: person.id, content: 'From lyceum' });
  });
});
