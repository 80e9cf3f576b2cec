import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aCode, aTime, dataOf, expectRefusal } from '../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { RawClient } from '../../support/raw-client.js';
import { START_MS } from '../settings.js';
import { HURRIED } from './changing.js';
import { closeAll, connectLyceum, WAYS } from './lyceum-client.js';
import { newPerson, refOf, roomOf, roomShape, say, userShape, type Person } from './shapes.js';

describe('lyceum: moderating a room', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(HURRIED);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  describe.each(WAYS)('by %s', (way) => {
    const person = (stem: string): Promise<Person> => newPerson(gateway, way, stem);

    async function three(): Promise<{ ana: Person; ben: Person; cleo: Person; room: JsonObject }> {
      const [ana, ben, cleo] = [await person('ana'), await person('ben'), await person('cleo')];
      return { ana, ben, cleo, room: await roomOf(ana, ben, cleo) };
    }

    function memberShape(of: Person, more: JsonObject = {}): JsonObject {
      const shape = { user: userShape(of), name: of.username, role: 'member', muted: false, banned: false, joinedAt: aTime };
      return { ...shape, ...more };
    }

    it('rooms:kick takes all devices of a person out, who hear so and may come back', async () => {
      const { ana, ben, cleo, room } = await three();
      const laptop = await connectLyceum(gateway, way, ben.token);
      dataOf(await laptop.request('rooms:join', { id: room.id }));

      expect(await ana.client.request('rooms:kick', { room, userId: ben.id })).toEqual({
        ok: true,
        data: { room: refOf(room), user: userShape(ben) },
      });

      const left = { room: refOf(room), user: userShape(ben), name: ben.username, reason: 'kicked', at: aTime };
      for (const client of [ana.client, cleo.client, ben.client, laptop]) expect(await client.fact('rooms:left')).toEqual(left);
      await say(ana, room, 'without Ben');
      await cleo.client.fact('chat:message', { text: 'without Ben' });
      for (const client of [ben.client, laptop]) {
        await client.settled();
        expect(client.heard('chat:message')).toEqual([]);
        expect(client.heard('rooms:left')).toHaveLength(1);
        expectRefusal(await client.request('chat:send', { room: { id: room.id }, text: 'me too' }), 'NOT_A_MEMBER');
      }
      expect(dataOf(await ana.client.request('rooms:get', { room })).participants).toHaveLength(2);
      expect(dataOf(await ben.client.request('rooms:list', {}))).toEqual({ rooms: [], hasMore: false });
      dataOf(await ben.client.request('rooms:join', { code: room.code }));
    });

    it('rooms:ban keeps a person out until rooms:unban', async () => {
      const { ana, ben, room } = await three();

      expect(dataOf(await ana.client.request('rooms:ban', { room, userId: ben.id }))).toEqual({
        room: refOf(room),
        user: userShape(ben),
      });

      expect(await ben.client.fact('rooms:left')).toMatchObject({ reason: 'banned', user: { id: ben.id } });
      expectRefusal(await ben.client.request('rooms:join', { code: room.code }), 'BANNED');
      expectRefusal(await ben.client.request('rooms:get', { room: { id: room.id } }), 'BANNED');
      expectRefusal(await ben.client.request('chat:send', { room: { id: room.id }, text: 'let me in' }), 'BANNED');
      expectRefusal(await ben.client.request('rooms:members', { room: { id: room.id } }), 'BANNED');
      expect(dataOf(await ben.client.request('rooms:list', {})).rooms).toEqual([]);
      const banned = dataOf(await ana.client.request('rooms:members', { room, banned: true }));
      expect(banned).toEqual({ members: [memberShape(ben, { banned: true })], hasMore: false });

      expect(dataOf(await ana.client.request('rooms:unban', { room, userId: ben.id }))).toEqual({
        room: refOf(room),
        user: userShape(ben),
      });
      expect(dataOf(await ben.client.request('rooms:join', { code: room.code }))).toMatchObject({ role: 'member' });
    });

    it('rooms:ban works before somebody has come, and nobody in the room hears of it', async () => {
      const [ana, ben] = [await person('ana'), await person('ben')];
      const room = await roomOf(ana);

      dataOf(await ana.client.request('rooms:ban', { room, userId: ben.id }));

      expectRefusal(await ben.client.request('rooms:join', { code: room.code }), 'BANNED');
      await ana.client.settled();
      expect(ana.client.heard('rooms:left')).toEqual([]);
    });

    it('nobody gets their voice back by leaving and joining again, nor by being kicked', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, ben);
      const target = { room: { id: room.id } };
      dataOf(await ana.client.request('rooms:mute', { ...target, userId: ben.id, on: true }));

      for (const goes of [
        () => ben.client.request('rooms:leave', target),
        () => ana.client.request('rooms:kick', { ...target, userId: ben.id }),
      ]) {
        dataOf(await goes());
        expect(dataOf(await ben.client.request('rooms:join', { code: room.code }))).toMatchObject({ muted: true });
        expectRefusal(await ben.client.request('chat:send', { ...target, text: 'Hello' }), 'MUTED');
        const { members } = dataOf(await ana.client.request('rooms:members', target)) as { members: JsonObject[] };
        expect(members.find(({ name }) => name === ben.username)).toMatchObject({ muted: true });
      }

      dataOf(await ana.client.request('rooms:mute', { ...target, userId: ben.id, on: false }));
      dataOf(await ben.client.request('rooms:leave', target));
      dataOf(await ben.client.request('rooms:join', { code: room.code }));
      await say(ben, room, 'Thank you');
    });

    it('rooms:mute takes the voice away, for messages, typing and announcements, and gives it back', async () => {
      const { ana, ben, cleo, room } = await three();
      dataOf(await ana.client.request('rooms:role', { room, userId: ben.id, role: 'moderator' }));

      const answer = dataOf(await ana.client.request('rooms:mute', { room, userId: ben.id, on: true }));

      expect(answer).toEqual({ room: refOf(room), member: memberShape(ben, { role: 'moderator', muted: true }) });
      expect(await cleo.client.fact('rooms:member', { member: { muted: true } })).toEqual(answer);
      const target = { room: { id: room.id } };
      expectRefusal(await ben.client.request('chat:send', { ...target, text: 'Hello' }), 'MUTED');
      expectRefusal(await ben.client.request('chat:typing', { ...target, on: true }), 'MUTED');
      expectRefusal(await ben.client.request('rooms:announce', { ...target, data: { slide: 1 } }), 'MUTED');
      const again = await connectLyceum(gateway, way, ben.token);
      expect(dataOf(await again.request('rooms:join', { id: room.id }))).toMatchObject({ role: 'moderator', muted: true });
      expectRefusal(await again.request('chat:typing', { ...target, on: true }), 'MUTED');

      dataOf(await ana.client.request('rooms:mute', { room, userId: ben.id, on: false }));
      dataOf(await ben.client.request('chat:typing', { ...target, on: true }));
      await say(ben, room, 'Hello');
    });

    it('rooms:role makes moderators, and hands the room over to one owner', async () => {
      const { ana, ben, cleo, room } = await three();

      const answer = dataOf(await ana.client.request('rooms:role', { room, userId: ben.id, role: 'moderator' }));
      expect(answer).toEqual({ room: refOf(room), member: memberShape(ben, { role: 'moderator' }) });
      expect(await cleo.client.fact('rooms:member')).toEqual(answer);

      dataOf(await ana.client.request('rooms:role', { room, userId: ben.id, role: 'owner' }));
      await cleo.client.fact('rooms:member', { member: { user: { id: ben.id }, role: 'owner' } });
      await cleo.client.fact('rooms:member', { member: { user: { id: ana.id }, role: 'moderator' } });
      const { participants } = dataOf(await cleo.client.request('rooms:get', { room }));
      expect((participants as JsonObject[]).map(({ role }) => role)).toEqual(['moderator', 'owner', 'member']);
      expectRefusal(await ana.client.request('rooms:role', { room, userId: cleo.id, role: 'moderator' }), 'FORBIDDEN');
    });

    it('rooms:update changes what it names, and keeps newcomers out of a locked or full room', async () => {
      const { ana, ben, room } = await three();
      const dora = await person('dora');

      const updated = dataOf(
        await ana.client.request('rooms:update', {
          room,
          title: 'Algebra',
          capacity: 2,
          locked: true,
          entry: 'open',
          peer: null,
          id: 'x',
          code: 'AAAAAA',
        }),
      );

      expect(updated).toEqual(roomShape({ ...refOf(room), title: 'Algebra', capacity: 2, locked: true }));
      expect(await ben.client.fact('rooms:updated')).toEqual({ room: updated });
      expectRefusal(await dora.client.request('rooms:join', { code: room.code }), 'ROOM_LOCKED', { retryable: true });
      dataOf(await ana.client.request('rooms:update', { room, locked: false }));
      expectRefusal(await dora.client.request('rooms:join', { code: room.code }), 'ROOM_FULL', { retryable: true });
      await say(ben, room, 'still here');
      expect(dataOf(await ana.client.request('rooms:update', { room, title: '' }))).toMatchObject({ title: null, capacity: 2 });
    });

    it('rooms:rotate-code leads in by the new code alone, and goes on under the old one for who is in', async () => {
      const { ana, ben, room } = await three();
      const dora = await person('dora');

      const renamed = dataOf(await ana.client.request('rooms:rotate-code', { room }));

      expect(renamed).toEqual(roomShape({ ...refOf(room), code: aCode }));
      expect(renamed.code).not.toBe(room.code);
      expect(await ben.client.fact('rooms:updated')).toEqual({ room: renamed });
      expectRefusal(await dora.client.request('rooms:join', { code: room.code }), 'ROOM_NOT_FOUND');
      dataOf(await dora.client.request('rooms:join', { code: renamed.code }));
      const message = dataOf(await ben.client.request('chat:send', { room: { code: room.code }, text: 'by the old code' }));
      expect(message.room).toEqual(refOf(renamed));
      await dora.client.fact('chat:message', { text: 'by the old code' });
      dataOf(await ben.client.request('chat:send', { room: { code: renamed.code }, text: 'by the new one' }));
    });

    it('rooms:close ends the room for everybody, and its code leads nowhere', async () => {
      const { ana, ben, cleo, room } = await three();

      expect(await ana.client.request('rooms:close', { room })).toEqual({ ok: true, data: { room: refOf(room) } });

      for (const { client } of [ana, ben, cleo]) {
        expect(await client.fact('rooms:closed')).toEqual({ room: refOf(room), reason: 'closed' });
        expectRefusal(await client.request('chat:send', { room: { id: room.id }, text: 'Hello?' }), 'ROOM_NOT_FOUND');
        expectRefusal(await client.request('rooms:join', { code: room.code }), 'ROOM_NOT_FOUND');
        expectRefusal(await client.request('rooms:get', { room: { id: room.id } }), 'ROOM_NOT_FOUND');
        expect(dataOf(await client.request('rooms:list', {})).rooms).toEqual([]);
      }
      expectRefusal(await ana.client.request('rooms:close', { room }), 'ROOM_NOT_FOUND');
    });

    it('rooms:members gives pages in the order of ids, who is not there now included', async () => {
      const { ana, ben, cleo, room } = await three();
      dataOf(await cleo.client.request('rooms:join', { id: room.id }));
      await cleo.client.close();
      const all = [memberShape(ana, { role: 'owner' }), memberShape(ben), memberShape(cleo)];

      expect(dataOf(await ben.client.request('rooms:members', { room }))).toEqual({ members: all, hasMore: false });
      expect(dataOf(await ben.client.request('rooms:members', { room, limit: 2 }))).toEqual({
        members: all.slice(0, 2),
        hasMore: true,
      });
      expect(dataOf(await ben.client.request('rooms:members', { room, after: ben.id }))).toEqual({
        members: all.slice(2),
        hasMore: false,
      });
    });
  });

  describe('with guests of the study group', () => {
    async function session(): Promise<{ ana: Person; room: JsonObject; mia: RawClient; id: string }> {
      const ana = await newPerson(gateway, 'websocket');
      const room = await roomOf(ana);
      const mia = await studyGuest(room, 'Mia');
      const { user } = await ana.client.fact('rooms:joined', { name: 'Mia' });
      return { ana, room, mia, id: (user as JsonObject).id as string };
    }

    async function studyGuest(room: JsonObject, userName: string): Promise<RawClient> {
      const client = await RawClient.connect(gateway);
      client.send({ type: 'join', sessionCode: room.code, userName });
      await client.next('joined');
      return client;
    }

    it('a guest is banned like anybody, and their name goes to others', async () => {
      const { ana, room, mia, id } = await session();

      expect(dataOf(await ana.client.request('rooms:ban', { room, userId: id }))).toMatchObject({
        user: { id, name: 'Mia', guest: true },
      });

      expect(await mia.next('user_left')).toEqual({ type: 'user_left', userName: 'Mia', sessionCode: room.code });
      mia.send({ type: 'join', sessionCode: room.code, userName: 'Mia' });
      expect(await mia.next('error')).toMatchObject({ message: 'You are banned from this room.' });
      await studyGuest(room, 'Mia');
    });

    it('what they send under the code they know arrives after it was changed', async () => {
      const { ana, room, mia } = await session();
      for (let times = 0; times < 3; times += 1) dataOf(await ana.client.request('rooms:rotate-code', { room: { id: room.id } }));

      mia.send({ type: 'message', sessionCode: room.code, userName: 'Mia', message: 'under the old code' });

      await ana.client.fact('chat:message', { text: 'under the old code' });
      mia.send({ type: 'leave', sessionCode: room.code, userName: 'Mia' });
      expect(await ana.client.fact('rooms:left')).toMatchObject({ name: 'Mia', reason: 'left' });
    });

    it('they are gone with a closed room', async () => {
      const { ana, room, mia } = await session();

      dataOf(await ana.client.request('rooms:close', { room }));

      expect(await mia.next('error')).toMatchObject({ message: 'Session not found' });
      mia.send({ type: 'message', sessionCode: room.code, userName: 'Mia', message: 'Hello?' });
      expect(await mia.next('error')).toMatchObject({ message: 'Session not found' });
    });
  });
});
