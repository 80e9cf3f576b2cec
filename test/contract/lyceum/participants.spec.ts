import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aTime, dataOf, expectRefusal } from '../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import { GRACE_MS, ROOMY, START_MS } from '../settings.js';
import { closeAll, connectLyceum, WAYS } from './lyceum-client.js';
import { newPerson, refOf, roomOf, say, userShape } from './shapes.js';

describe('lyceum: who is in a room', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(ROOMY);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  describe.each(WAYS)('by %s', (way) => {
    it('joining and leaving are told to those who are there', async () => {
      const ana = await newPerson(gateway, way);
      const ben = await newPerson(gateway, way);
      const room = await roomOf(ana, ben);

      expect(await ana.client.fact('rooms:joined', { user: { id: ben.id } })).toEqual({
        room: refOf(room),
        user: userShape(ben),
        name: ben.username,
        role: 'member',
        joinedAt: aTime,
        returned: false,
      });
      expect(await ben.client.request('rooms:leave', { room })).toEqual({ ok: true, data: { room: refOf(room) } });
      expect(await ana.client.fact('rooms:left')).toEqual({
        room: refOf(room),
        user: userShape(ben),
        name: ben.username,
        reason: 'left',
        at: aTime,
      });
    });

    it('a closed connection is told as left once, after the grace period', async () => {
      const ana = await newPerson(gateway, way);
      const ben = await newPerson(gateway, way);
      const room = await roomOf(ana, ben);

      await ben.client.close();

      expect(await ana.client.fact('rooms:left', {}, GRACE_MS + 2_000)).toEqual({
        room: refOf(room),
        user: userShape(ben),
        name: ben.username,
        reason: 'disconnected',
        at: aTime,
      });
      await ana.client.settled();
      expect(ana.client.heard('rooms:left')).toHaveLength(1);
    });

    it('nothing of a room comes before one joined, nor after the leave was answered', async () => {
      const ana = await newPerson(gateway, way);
      const ben = await newPerson(gateway, way);
      const room = await roomOf(ana);
      await say(ana, room, 'before');
      dataOf(await ben.client.request('rooms:join', { code: room.code }));
      await say(ana, room, 'between');
      await ben.client.fact('chat:message', { text: 'between' });
      dataOf(await ben.client.request('rooms:leave', { room }));

      await say(ana, room, 'after');
      await ana.client.fact('chat:message', { text: 'after' });
      await ben.client.settled();

      expect(ben.client.heard('chat:message').map(({ text }) => text)).toEqual(['between']);
      expectRefusal(await ben.client.request('chat:send', { room: { id: room.id }, text: 'me too' }), 'NOT_A_MEMBER');
    });

    it('the last owner’s leaving hands the room over', async () => {
      const ana = await newPerson(gateway, way);
      const ben = await newPerson(gateway, way);
      const cleo = await newPerson(gateway, way);
      const room = await roomOf(ana, ben, cleo);

      dataOf(await ana.client.request('rooms:leave', { room }));

      expect(await ben.client.request('rooms:announce', { room, data: { slide: 1 } })).toEqual({
        ok: true,
        data: { room: refOf(room) },
      });
      expectRefusal(await cleo.client.request('rooms:announce', { room, data: { slide: 2 } }), 'FORBIDDEN');
    });

    it('rooms:announce reaches all who are there with its data as it is', async () => {
      const ana = await newPerson(gateway, way);
      const ben = await newPerson(gateway, way);
      const room = await roomOf(ana, ben);
      const data = { slide: 4, user: 'somebody', nested: { list: [1, 'two', null] } };

      expect(await ana.client.request('rooms:announce', { room, data })).toEqual({ ok: true, data: { room: refOf(room) } });

      for (const { client } of [ana, ben]) {
        expect(await client.fact('rooms:announcement')).toEqual({ room: refOf(room), user: userShape(ana), data, at: aTime });
      }
    });

    it('rooms:announce by a member is answered FORBIDDEN, and nobody hears it', async () => {
      const ana = await newPerson(gateway, way);
      const ben = await newPerson(gateway, way);
      const room = await roomOf(ana, ben);

      expectRefusal(await ben.client.request('rooms:announce', { room, data: { slide: 9 } }), 'FORBIDDEN');

      await ana.client.settled();
      expect(ana.client.heard('rooms:announcement')).toEqual([]);
    });

    it('who reloads stays a member, and hears the room after joining again', async () => {
      const ana = await newPerson(gateway, way);
      const ben = await newPerson(gateway, way);
      const room = await roomOf(ana, ben);
      await ana.client.close();

      const again = await connectLyceum(gateway, way, ana.token);
      expect(dataOf(await again.request('rooms:join', { id: room.id }))).toMatchObject({ role: 'owner' });
      await say(ben, room, 'welcome back');

      expect(await again.fact('chat:message')).toMatchObject({ text: 'welcome back' });
      expect(ben.client.heard('rooms:left')).toEqual([]);
    });
  });
});
