import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aSentence, aString, aTime } from '../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import { RawClient } from '../../support/raw-client.js';
import { appToken, newId } from '../../support/tokens.js';
import { GRACE_MS, ROOMY, START_MS } from '../settings.js';
import { chatMessage, connectLearner, connectWith, enter, newRoom, payloadOf } from './live-session.js';

describe('skill lift: rooms', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(ROOMY);
  }, START_MS);
  afterEach(() => RawClient.closeAll());
  afterAll(() => gateway.giveBack());

  it('the first frame is connected, with who one is', async () => {
    const id = newId('ana');
    const client = await connectWith(gateway, appToken({ id, name: 'Ana Lang' }));

    await client.next('connected');

    expect(client.frames[0]).toEqual({
      type: 'connected',
      payload: { userId: id, userName: 'Ana Lang', connectionId: aString },
    });
  });

  it('connected is first also for a client that speaks at once', async () => {
    const client = await connectWith(gateway, appToken({ id: newId('ana'), name: 'Ana' }));

    client.send({ type: 'ping', data: { timestamp: 1 } });
    await client.next('pong');

    expect(client.frames.map((frame) => frame.type)).toEqual(['connected', 'pong']);
  });

  it('two connections of one person have ids of their own', async () => {
    const token = appToken({ id: newId('ana'), name: 'Ana' });
    const first = payloadOf(await (await connectWith(gateway, token)).next('connected'));
    const second = payloadOf(await (await connectWith(gateway, token)).next('connected'));

    expect(second.userId).toBe(first.userId);
    expect(second.connectionId).not.toBe(first.connectionId);
  });

  it.each(['/ws', '/ws/live'])('the token may come on %s too', async (path) => {
    const client = await RawClient.connect(gateway, `${path}?token=${appToken({ id: newId('ana'), name: 'Ana' })}`);

    expect(await client.next('connected')).toBeDefined();
  });

  it('join_room on an unknown room makes it, with who came first inside', async () => {
    const ana = await connectLearner(gateway, 'Ana');
    const roomId = newRoom();

    expect(await enter(ana, roomId)).toEqual({
      type: 'room_joined',
      payload: { roomId, participants: [{ userId: ana.userId, userName: 'Ana', joinedAt: aTime }] },
    });
  });

  it('the room is public: the next one joins by its name and sees both', async () => {
    const ana = await connectLearner(gateway, 'Ana');
    const ben = await connectLearner(gateway, 'Ben');
    const roomId = newRoom();
    await enter(ana, roomId);

    const { participants } = payloadOf(await enter(ben, roomId));

    expect(participants).toHaveLength(2);
    expect(participants).toEqual(
      expect.arrayContaining([
        { userId: ana.userId, userName: 'Ana', joinedAt: aTime },
        { userId: ben.userId, userName: 'Ben', joinedAt: aTime },
      ]),
    );
  });

  it.each(['session_42', 'a room with spaces', 'Raum/ä#?', '42', 'x'.repeat(128)])('a room may be called %j', async (name) => {
    const ana = await connectLearner(gateway, 'Ana');

    expect(payloadOf(await enter(ana, name)).roomId).toBe(name);
  });

  it('user_joined is shown to those who are there', async () => {
    const ana = await connectLearner(gateway, 'Ana');
    const ben = await connectLearner(gateway, 'Ben');
    const roomId = newRoom();
    await enter(ana, roomId);
    await enter(ben, roomId);

    expect(await ana.client.next({ type: 'user_joined', payload: { userId: ben.userId } })).toEqual({
      type: 'user_joined',
      payload: { roomId, userId: ben.userId, userName: 'Ben', timestamp: aTime },
    });
    await ana.client.silent({ type: 'user_joined', payload: { userId: ben.userId } });
  });

  it('leave_room is shown as user_left, and ends what the leaver hears', async () => {
    const ana = await connectLearner(gateway, 'Ana');
    const ben = await connectLearner(gateway, 'Ben');
    const roomId = newRoom();
    await enter(ana, roomId);
    await enter(ben, roomId);

    ben.client.send({ type: 'leave_room', data: { roomId } });

    expect(await ana.client.next('user_left', 400)).toEqual({
      type: 'user_left',
      payload: { roomId, userId: ben.userId, userName: 'Ben', timestamp: aTime },
    });
    ana.client.send({ type: 'chat_message', data: { roomId, message: 'gone?' } });
    await ana.client.next('chat_message');
    await ben.client.silent('chat_message');
  });

  it('a closed socket is shown as user_left once, after the grace period', async () => {
    const ana = await connectLearner(gateway, 'Ana');
    const ben = await connectLearner(gateway, 'Ben');
    const roomId = newRoom();
    await enter(ana, roomId);
    await enter(ben, roomId);
    const left = Date.now();

    await ben.client.close();

    expect(payloadOf(await ana.client.next('user_left', GRACE_MS + 2_000)).userId).toBe(ben.userId);
    expect(Date.now() - left).toBeGreaterThanOrEqual(GRACE_MS - 50);
    await ana.client.silent('user_left');
  });

  it('a reload within the grace period shows the others nothing', async () => {
    const ana = await connectLearner(gateway, 'Ana');
    const ben = await connectLearner(gateway, 'Ben');
    const cleo = await connectLearner(gateway, 'Cleo');
    const roomId = newRoom();
    for (const learner of [ana, ben, cleo]) await enter(learner, roomId);
    await ana.client.next({ type: 'user_joined', payload: { userId: ben.userId } });

    await ben.client.close();
    await enter({ ...ben, client: await connectWith(gateway, ben.token) }, roomId);
    // Cleo's grace began after Ben's: when it is over, so is his.
    await cleo.client.close();
    await ana.client.next({ type: 'user_left', payload: { userId: cleo.userId } }, GRACE_MS + 2_000);

    await ana.client.silent({ type: 'user_left', payload: { userId: ben.userId } });
    await ana.client.silent({ type: 'user_joined', payload: { userId: ben.userId } });
  });

  it('one of two tabs closing shows nothing, and the other tab stays in the room', async () => {
    const ana = await connectLearner(gateway, 'Ana');
    const ben = await connectLearner(gateway, 'Ben');
    const cleo = await connectLearner(gateway, 'Cleo');
    const roomId = newRoom();
    for (const learner of [ana, ben, cleo]) await enter(learner, roomId);
    const tab = { ...ben, client: await connectWith(gateway, ben.token) };
    await enter(tab, roomId);

    await ben.client.close();
    await cleo.client.close();
    await ana.client.next({ type: 'user_left', payload: { userId: cleo.userId } }, GRACE_MS + 2_000);

    await ana.client.silent({ type: 'user_left', payload: { userId: ben.userId } });
    ana.client.send({ type: 'chat_message', data: { roomId, message: 'still there?' } });
    expect(await tab.client.next('chat_message')).toEqual(chatMessage(roomId, ana, 'still there?'));
  });

  describe('live_session_update', () => {
    it('of the owner passes its own fields on to all in the room, the sender too', async () => {
      const ana = await connectLearner(gateway, 'Ana');
      const ben = await connectLearner(gateway, 'Ben');
      const roomId = newRoom();
      await enter(ana, roomId);
      await enter(ben, roomId);

      const own = { slide: 3, poll: { question: 'Ready?', votes: [1, 2] }, running: false, note: null };
      ana.client.send({ type: 'live_session_update', data: { roomId, ...own } });

      for (const { client } of [ana, ben]) {
        expect(await client.next('live_session_update')).toEqual({
          type: 'live_session_update',
          payload: { ...own, roomId, userId: ana.userId, userName: 'Ana', timestamp: aTime },
        });
      }
    });

    it('can’t set who sent it, or when', async () => {
      const ana = await connectLearner(gateway, 'Ana');
      const roomId = newRoom();
      await enter(ana, roomId);

      const spoofed = { userId: 'somebody', userName: 'Somebody', timestamp: 'yesterday' };
      ana.client.send({ type: 'live_session_update', data: { ...spoofed, roomId, slide: 1 } });

      expect(await ana.client.next('live_session_update')).toEqual({
        type: 'live_session_update',
        payload: { roomId, slide: 1, userId: ana.userId, userName: 'Ana', timestamp: aTime },
      });
    });

    it('of somebody else is an error, and nobody hears it', async () => {
      const ana = await connectLearner(gateway, 'Ana');
      const ben = await connectLearner(gateway, 'Ben');
      const roomId = newRoom();
      await enter(ana, roomId);
      await enter(ben, roomId);

      ben.client.send({ type: 'live_session_update', data: { roomId, slide: 99 } });

      expect(await ben.client.next('error')).toEqual({
        type: 'error',
        payload: { code: 'FORBIDDEN', message: aSentence, type: 'live_session_update' },
      });
      await ana.client.silent('live_session_update');
    });

    it('of somebody outside is an error too', async () => {
      const ana = await connectLearner(gateway, 'Ana');
      const stranger = await connectLearner(gateway, 'Stranger');
      const roomId = newRoom();
      await enter(ana, roomId);

      stranger.client.send({ type: 'live_session_update', data: { roomId, slide: 99 } });

      expect(payloadOf(await stranger.client.next('error'))).toMatchObject({ type: 'live_session_update' });
      await ana.client.silent('live_session_update');
    });
  });
});
