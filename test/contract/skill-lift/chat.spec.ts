import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aTime } from '../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import { RawClient } from '../../support/raw-client.js';
import { appToken, newId } from '../../support/tokens.js';
import { ROOMY, START_MS } from '../settings.js';
import { chatMessage, connectLearner, connectWith, enter, newRoom, payloadOf } from './live-session.js';

describe('skill lift: chat', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(ROOMY);
  }, START_MS);
  afterEach(() => RawClient.closeAll());
  afterAll(() => gateway.giveBack());

  it('a chat_message reaches all in the room, the sender too, numbered from 1', async () => {
    const ana = await connectLearner(gateway, 'Ana');
    const ben = await connectLearner(gateway, 'Ben');
    const roomId = newRoom();
    await enter(ana, roomId);
    await enter(ben, roomId);

    ana.client.send({ type: 'chat_message', data: { roomId, message: 'Hello' } });
    await ben.client.next('chat_message').then((first) => {
      expect(first).toEqual(chatMessage(roomId, ana, 'Hello', { seq: 1 }));
    });
    ben.client.send({ type: 'chat_message', data: { roomId, message: 'Hi' } });

    expect(await ana.client.next('chat_message')).toEqual(chatMessage(roomId, ana, 'Hello', { seq: 1 }));
    expect(await ana.client.next('chat_message')).toEqual(chatMessage(roomId, ben, 'Hi', { seq: 2 }));
    expect(await ben.client.next('chat_message')).toEqual(chatMessage(roomId, ben, 'Hi', { seq: 2 }));
    await ana.client.silent('chat_message');
    await ben.client.silent('chat_message');
  });

  it('everybody sees the same message: id, seq and timestamp too', async () => {
    const ana = await connectLearner(gateway, 'Ana');
    const ben = await connectLearner(gateway, 'Ben');
    const roomId = newRoom();
    await enter(ana, roomId);
    await enter(ben, roomId);

    ana.client.send({ type: 'chat_message', data: { roomId, message: 'Hello' } });

    expect(await ben.client.next('chat_message')).toEqual(await ana.client.next('chat_message'));
  });

  it('messageType passes on what the app calls it, and is text by default', async () => {
    const ana = await connectLearner(gateway, 'Ana');
    const roomId = newRoom();
    await enter(ana, roomId);

    ana.client.send({ type: 'chat_message', data: { roomId, message: 'why?', messageType: 'question' } });
    ana.client.send({ type: 'chat_message', data: { roomId, message: 'because' } });

    expect(await ana.client.next('chat_message')).toEqual(chatMessage(roomId, ana, 'why?', { messageType: 'question' }));
    expect(await ana.client.next('chat_message')).toEqual(chatMessage(roomId, ana, 'because', { messageType: 'text' }));
  });

  it.each([
    ['data', (fields: object) => ({ data: fields })],
    ['payload', (fields: object) => ({ payload: fields })],
    ['flat fields', (fields: object) => fields],
  ])('the body may come as %s', async (_, wrap) => {
    const ana = await connectLearner(gateway, 'Ana');
    const roomId = newRoom();

    ana.client.send({ type: 'join_room', ...wrap({ roomId }) });
    expect(payloadOf(await ana.client.next('room_joined')).roomId).toBe(roomId);
    ana.client.send({ type: 'chat_message', ...wrap({ roomId, message: 'Hello' }) });
    expect(await ana.client.next('chat_message')).toEqual(chatMessage(roomId, ana, 'Hello'));
    ana.client.send({ type: 'ping', ...wrap({ timestamp: 7 }) });
    expect(await ana.client.next('pong')).toEqual({ type: 'pong', payload: { timestamp: 7, serverTime: aTime } });
    ana.client.send({ type: 'live_session_update', ...wrap({ roomId, slide: 2 }) });
    expect(payloadOf(await ana.client.next('live_session_update'))).toMatchObject({ roomId, slide: 2 });
    ana.client.send({ type: 'leave_room', ...wrap({ roomId }) });
    ana.client.send({ type: 'chat_message', ...wrap({ roomId, message: 'gone' }) });
    expect(payloadOf(await ana.client.next('error'))).toMatchObject({ code: 'NOT_A_MEMBER', type: 'chat_message' });
  });

  it('a clientId sent again makes no second message', async () => {
    const ana = await connectLearner(gateway, 'Ana');
    const ben = await connectLearner(gateway, 'Ben');
    const roomId = newRoom();
    await enter(ana, roomId);
    await enter(ben, roomId);

    const once = { type: 'chat_message', data: { roomId, message: 'only once', clientId: 'queued-1' } };
    ana.client.send(once);
    await ben.client.next('chat_message');
    ana.client.send(once);
    ana.client.send({ type: 'chat_message', data: { roomId, message: 'afterwards', clientId: 'queued-2' } });

    expect(await ben.client.next('chat_message')).toEqual(chatMessage(roomId, ana, 'afterwards', { seq: 2 }));
  });

  it('who, where and when come from the connection, never from the frame', async () => {
    const ana = await connectLearner(gateway, 'Ana');
    const ben = await connectLearner(gateway, 'Ben');
    const roomId = newRoom();
    await enter(ana, roomId);
    await enter(ben, roomId);

    const spoofed = { userId: ben.userId, userName: 'Ben', senderId: ben.userId, sender: { id: ben.userId }, user: 'Ben' };
    const forged = { id: 'mine', seq: 999, timestamp: 'yesterday', createdAt: 'yesterday', history: true, role: 'admin' };
    ana.client.send({
      ...spoofed,
      ...forged,
      type: 'chat_message',
      data: { ...spoofed, ...forged, roomId, message: 'I am Ben' },
    });

    expect(await ben.client.next('chat_message')).toEqual(chatMessage(roomId, ana, 'I am Ben', { seq: 1 }));
  });

  it.each([
    ['markup', '<script>alert("x")</script>'],
    ['an emoji', '🎓 🙋‍♀️'],
    ['4,000 characters', 'ä'.repeat(4_000)],
  ])('a message arrives exactly as it was sent: %s', async (_, message) => {
    const ana = await connectLearner(gateway, 'Ana');
    const roomId = newRoom();
    await enter(ana, roomId);

    ana.client.send({ type: 'chat_message', data: { roomId, message } });

    expect(payloadOf(await ana.client.next('chat_message')).message).toBe(message);
  });

  describe('history', () => {
    it('follows room_joined: the same messages, oldest first, marked', async () => {
      const ana = await connectLearner(gateway, 'Ana');
      const ben = await connectLearner(gateway, 'Ben');
      const roomId = newRoom();
      await enter(ana, roomId);
      const said = [];
      for (const message of ['one', 'two', 'three']) {
        ana.client.send({ type: 'chat_message', data: { roomId, message } });
        said.push(payloadOf(await ana.client.next('chat_message')));
      }

      await enter(ben, roomId);

      for (const message of said) {
        expect(await ben.client.next('chat_message')).toEqual({ type: 'chat_message', payload: { ...message, history: true } });
      }
      expect(ben.client.frames.map((frame) => frame.type).slice(0, 2)).toEqual(['connected', 'room_joined']);
      await ana.client.silent({ payload: { history: true } });
    });

    it('is the last 50', async () => {
      const ana = await connectLearner(gateway, 'Ana');
      const ben = await connectLearner(gateway, 'Ben');
      const roomId = newRoom();
      await enter(ana, roomId);
      for (let number = 1; number <= 52; number++) {
        ana.client.send({ type: 'chat_message', data: { roomId, message: `number ${number}` } });
      }
      await ana.client.next({ payload: { seq: 52 } }, 5_000);

      await enter(ben, roomId);
      await ben.client.next({ payload: { seq: 52 } });

      const shown = ben.client.frames.filter((frame) => frame.type === 'chat_message');
      expect(shown.map((frame) => payloadOf(frame).seq)).toEqual(Array.from({ length: 50 }, (_, index) => index + 3));
    });
  });

  describe('ping', () => {
    it('is answered with its timestamp and the server’s time', async () => {
      const ana = await connectLearner(gateway, 'Ana');

      ana.client.send({ type: 'ping', data: { timestamp: 1_700_000_000_123 } });

      expect(await ana.client.next('pong')).toEqual({
        type: 'pong',
        payload: { timestamp: 1_700_000_000_123, serverTime: aTime },
      });
    });
  });

  it('what a client had queued while offline gets through, sent with its join at once', async () => {
    const ana = await connectLearner(gateway, 'Ana');
    const roomId = newRoom();
    await enter(ana, roomId);
    const ben = { userId: newId('ben'), userName: 'Ben' };
    const client = await connectWith(gateway, appToken({ id: ben.userId, name: 'Ben' }));

    client.send({ type: 'join_room', data: { roomId } });
    for (let number = 1; number <= 20; number++) {
      client.send({ type: 'chat_message', data: { roomId, message: `queued ${number}`, clientId: `q${number}` } });
    }

    for (let number = 1; number <= 20; number++) {
      expect(await ana.client.next('chat_message')).toEqual(
        chatMessage(roomId, { ...ana, ...ben }, `queued ${number}`, { seq: number }),
      );
    }
    await client.next({ payload: { seq: 20 } });
    expect(client.left('error')).toEqual([]);
    expect(client.frames.slice(0, 2).map((frame) => frame.type)).toEqual(['connected', 'room_joined']);
  });
});
