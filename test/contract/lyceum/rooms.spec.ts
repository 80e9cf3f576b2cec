import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aTime, dataOf, expectRefusal } from '../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import { newId } from '../../support/tokens.js';
import { ROOMY, START_MS } from '../settings.js';
import { closeAll, WAYS } from './lyceum-client.js';
import { newPerson, refOf, roomOf, roomShape, say, userShape } from './shapes.js';

/** Whatever shows or changes something of a room, but for coming in. */
const ASKED_OF_A_ROOM: readonly (readonly [string, object])[] = [
  ['rooms:get', {}],
  ['rooms:leave', {}],
  ['rooms:members', {}],
  ['rooms:waiting', {}],
  ['rooms:update', { locked: true }],
  ['rooms:announce', { data: {} }],
  ['chat:send', { text: 'hello?' }],
  ['chat:history', {}],
  ['chat:pins', {}],
  ['chat:search', { query: 'secret' }],
  ['chat:read', { seq: 1 }],
  ['chat:delivered', { seq: 1 }],
  ['chat:unread', {}],
  ['chat:receipts', {}],
];

describe('lyceum: rooms', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(ROOMY);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  describe.each(WAYS)('by %s', (way) => {
    it('rooms:create makes a room with a code, capacity 500, and joins nobody', async () => {
      const ana = await newPerson(gateway, way);

      const room = dataOf(await ana.client.request('rooms:create', {}));

      expect(room).toEqual(roomShape());
      expect(dataOf(await ana.client.request('rooms:get', { room }))).toEqual({
        room: roomShape(refOf(room)),
        participants: [],
        participantCount: 0,
      });
    });

    it('rooms:create takes title, capacity, expiry and key', async () => {
      const ana = await newPerson(gateway, way);
      const key = newId('algebra');

      const room = dataOf(await ana.client.request('rooms:create', { title: 'Algebra', capacity: 12, key, expiresInMinutes: 5 }));

      expect(room).toMatchObject({ title: 'Algebra', capacity: 12, key, visibility: 'public' });
      const minutes = (Date.parse(room.expiresAt as string) - Date.parse(room.createdAt as string)) / 60_000;
      expect(minutes).toBeCloseTo(5, 1);
    });

    it('rooms:create refuses a key that is in use', async () => {
      const ana = await newPerson(gateway, way);
      const key = newId('algebra');
      dataOf(await ana.client.request('rooms:create', { key }));

      expectRefusal(await ana.client.request('rooms:create', { key }), 'ROOM_KEY_TAKEN');
    });

    it('rooms:join tells the room, the role and who is there', async () => {
      const ana = await newPerson(gateway, way);
      const ben = await newPerson(gateway, way);
      const room = await roomOf(ana);
      await say(ana, room, 'Hello');

      const joined = dataOf(await ben.client.request('rooms:join', { code: room.code }));

      expect(joined).toEqual({
        room: roomShape({ ...refOf(room), createdAt: room.createdAt, lastSeq: 1 }),
        role: 'member',
        muted: false,
        participants: expect.any(Array),
        participantCount: 2,
        lastSeq: 1,
        readSeq: expect.any(Number),
      });
      expect(joined.participants).toHaveLength(2);
      expect(joined.participants).toEqual(
        expect.arrayContaining([
          { user: userShape(ana), name: ana.username, role: 'owner', joinedAt: aTime },
          { user: userShape(ben), name: ben.username, role: 'member', joinedAt: aTime },
        ]),
      );
    });

    it('rooms:join finds a public room by id and by key, and a coded one whatever the case of the code', async () => {
      const ana = await newPerson(gateway, way);
      const open = dataOf(await ana.client.request('rooms:create', { key: newId('algebra') }));
      const coded = dataOf(await ana.client.request('rooms:create', {}));

      for (const target of [{ id: open.id }, { key: open.key }]) {
        const ben = await newPerson(gateway, way);
        expect(dataOf(await ben.client.request('rooms:join', target)).room).toMatchObject({ id: open.id });
      }
      const cleo = await newPerson(gateway, way);
      const { room } = dataOf(await cleo.client.request('rooms:join', { code: (coded.code as string).toLowerCase() }));
      expect(room).toMatchObject({ id: coded.id });
    });

    it('rooms:join by key makes a public room where there is none, when asked to', async () => {
      const ana = await newPerson(gateway, way);
      const key = newId('algebra');

      expectRefusal(await ana.client.request('rooms:join', { key }), 'ROOM_NOT_FOUND');

      const joined = dataOf(await ana.client.request('rooms:join', { key, create: true }));
      expect(joined).toMatchObject({ role: 'owner', room: { key, visibility: 'public' } });
    });

    it.each([{ code: 'ZZZZZZ' }, { key: 'nobody made this' }, { id: '01890000-0000-7000-8000-000000000000' }])(
      'rooms:join %j is answered ROOM_NOT_FOUND',
      async (target) => {
        const ana = await newPerson(gateway, way);

        expectRefusal(await ana.client.request('rooms:join', target), 'ROOM_NOT_FOUND');
      },
    );

    it.each(['code', 'private'])('the id of a room with visibility %s lets no stranger in', async (visibility) => {
      const ana = await newPerson(gateway, way);
      const ben = await newPerson(gateway, way);
      const room = dataOf(await ana.client.request('rooms:create', { visibility }));

      const answer = await ben.client.request('rooms:join', { id: room.id });

      expect(answer).toMatchObject({ ok: false, error: { code: expect.stringMatching(/^(ROOM_NOT_FOUND|FORBIDDEN)$/) } });
    });

    it('a private room is no room to strangers, whatever they ask', async () => {
      const [ana, ben, eve] = [await newPerson(gateway, way), await newPerson(gateway, way), await newPerson(gateway, way)];
      const key = `hidden-${ana.id}`;
      const { id } = dataOf(await ana.client.request('rooms:create', { visibility: 'private', key }));

      for (const room of [{ id }, { key }]) {
        for (const [command, more] of ASKED_OF_A_ROOM) {
          expectRefusal(await eve.client.request(command, { room, ...more }), 'ROOM_NOT_FOUND');
        }
        const { rooms } = dataOf(await eve.client.request('chat:sync', { rooms: [{ room, afterSeq: 0 }] }));
        expect(rooms).toEqual([expect.objectContaining({ error: expect.objectContaining({ code: 'ROOM_NOT_FOUND' }) })]);
      }

      dataOf(await ana.client.request('rooms:invite', { room: { id }, userId: ben.id }));
      dataOf(await ben.client.request('rooms:join', { id }));
      dataOf(await ben.client.request('rooms:get', { room: { key } }));
      dataOf(await ben.client.request('chat:send', { room: { key }, text: 'a member' }));
    });

    it('a full room refuses the next one', async () => {
      const [ana, ben, cleo] = [await newPerson(gateway, way), await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = dataOf(await ana.client.request('rooms:create', { capacity: 2 }));
      for (const { client } of [ana, ben]) dataOf(await client.request('rooms:join', { code: room.code }));

      expectRefusal(await cleo.client.request('rooms:join', { code: room.code }), 'ROOM_FULL', { retryable: true });
    });

    it('rooms:list shows the rooms one is a member of, latest used first', async () => {
      const ana = await newPerson(gateway, way);
      const older = await roomOf(ana);
      const newer = await roomOf(ana);
      await say(ana, older, 'used again');

      const { rooms, hasMore } = dataOf(await ana.client.request('rooms:list', {}));

      expect(hasMore).toBe(false);
      expect(rooms).toEqual([
        { room: roomShape({ ...refOf(older), lastSeq: 1 }), role: 'owner', lastSeq: 1, readSeq: expect.any(Number) },
        { room: roomShape(refOf(newer)), role: 'owner', lastSeq: 0, readSeq: 0 },
      ]);
    });

    it('rooms:list gives pages', async () => {
      const ana = await newPerson(gateway, way);
      await roomOf(ana);
      await roomOf(ana);

      expect(dataOf(await ana.client.request('rooms:list', { limit: 1 }))).toEqual({
        rooms: [expect.any(Object)],
        hasMore: true,
      });
    });

    it('rooms:get takes the room object of an answer, and shows who is there', async () => {
      const ana = await newPerson(gateway, way);
      const room = await roomOf(ana);

      expect(dataOf(await ana.client.request('rooms:get', { room }))).toEqual({
        room: roomShape(refOf(room)),
        participants: [{ user: userShape(ana), name: ana.username, role: 'owner', joinedAt: aTime }],
        participantCount: 1,
      });
    });
  });
});
