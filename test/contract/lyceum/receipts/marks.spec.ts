import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf, expectRefusal } from '../../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../../support/borrowed-gateway.js';
import { RawClient } from '../../../support/raw-client.js';
import { eventually } from '../../../support/wait.js';
import { START_MS } from '../../settings.js';
import { act, HURRIED } from '../changing.js';
import { closeAll, WAYS } from '../lyceum-client.js';
import { newPerson, refOf, roomOf, say, userShape } from '../shapes.js';
import { read, secondDevice, unreadIn, unreadShape } from './marking.js';

const NOBODYS_MESSAGE = '019a0000-0000-7000-8000-000000000001';

describe('lyceum: marks', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(HURRIED);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  describe.each(WAYS)('by %s', (way) => {
    it('chat:read is answered with what is unread from there on, and tells the room', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, ben);
      for (const text of ['one', 'two', 'three']) await say(ana, room, text);

      const answer = await ben.client.request('chat:read', { room: { id: room.id }, seq: 2 });

      expect(answer).toEqual({ ok: true, data: unreadShape(room, { unread: 1, lastSeq: 3, readSeq: 2 }) });
      const receipt = { room: refOf(room), user: userShape(ben), readSeq: 2, deliveredSeq: 2 };
      for (const { client } of [ana, ben]) expect(await client.fact('chat:receipt')).toEqual(receipt);
    });

    it('chat:read by a message means its number; a change of the message moves nothing', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, ben);
      const [one, two] = [await say(ana, room, 'one'), await say(ana, room, 'two')];
      await act(ana, 'chat:edit', { messageId: one.id, text: 'first' });

      expect(await act(ben, 'chat:read', { messageId: one.id })).toEqual(
        unreadShape(room, { unread: 1, lastSeq: 3, readSeq: 1 }),
      );
      expect(await act(ben, 'chat:read', { messageId: two.id })).toMatchObject({ unread: 0, readSeq: 2 });
    });

    it('chat:delivered leaves everything unread; reading implies it', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, ben);
      for (const text of ['one', 'two', 'three']) await say(ana, room, text);

      expect(await act(ben, 'chat:delivered', { room, seq: 2 })).toEqual({
        ...unreadShape(room, { unread: 3, lastSeq: 3, readSeq: 0 }),
        deliveredSeq: 2,
      });
      expect(await ana.client.fact('chat:receipt')).toMatchObject({ readSeq: 0, deliveredSeq: 2 });
      expect(await act(ben, 'chat:read', { room, seq: 1 })).toMatchObject({ readSeq: 1, deliveredSeq: 2, unread: 2 });
      expect(await act(ben, 'chat:read', { room, seq: 3 })).toMatchObject({ readSeq: 3, deliveredSeq: 3, unread: 0 });
    });

    it('never shrink, on whichever device, and end at the last number', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const phone = await secondDevice(gateway, way, ben);
      const room = await roomOf(ana, ben);
      for (const text of ['one', 'two', 'three']) await say(ana, room, text);

      expect(await read(ben.client, room, 2)).toMatchObject({ readSeq: 2 });
      expect(await read(phone, room, 1)).toMatchObject({ readSeq: 2, unread: 1 });
      expect(await read(phone, room, Number.MAX_SAFE_INTEGER)).toMatchObject({ readSeq: 3, deliveredSeq: 3, lastSeq: 3 });
      expect(await read(ben.client, room, 0)).toMatchObject({ readSeq: 3, unread: 0 });

      // Nobody has read yet what is said next.
      await say(ana, room, 'four');
      expect(await unreadIn(phone, room)).toEqual(unreadShape(room, { unread: 1, lastSeq: 4, readSeq: 3 }));
    });

    it('rooms:join, rooms:list and chat:unread tell the same mark', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, ben);
      for (const text of ['one', 'two', 'three']) await say(ana, room, text);
      await read(ben.client, room, 2);

      const again = await secondDevice(gateway, way, ben);
      expect(dataOf(await again.request('rooms:join', { id: room.id }))).toMatchObject({ readSeq: 2, lastSeq: 3 });
      expect(dataOf(await again.request('rooms:list'))).toMatchObject({ rooms: [{ readSeq: 2, lastSeq: 3 }] });
      expect(await unreadIn(again, room)).toMatchObject({ readSeq: 2, lastSeq: 3 });
    });

    it('of a message that one has no part in there are none', async () => {
      const [ana, ben, eve] = [await newPerson(gateway, way), await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, ben);
      const said = await say(ana, room, 'between us');

      for (const command of ['chat:read', 'chat:delivered']) {
        expectRefusal(await eve.client.request(command, { messageId: said.id }), 'MESSAGE_NOT_FOUND');
        expectRefusal(await ben.client.request(command, { messageId: NOBODYS_MESSAGE }), 'MESSAGE_NOT_FOUND');
        expectRefusal(await eve.client.request(command, { room: { id: room.id }, seq: 1 }), 'NOT_A_MEMBER');
        expectRefusal(await eve.client.request(command, { room: { id: NOBODYS_MESSAGE }, seq: 1 }), 'ROOM_NOT_FOUND');
      }
      await act(ana, 'rooms:ban', { room: { id: room.id }, userId: ben.id });
      expectRefusal(await ben.client.request('chat:read', { messageId: said.id }), 'MESSAGE_NOT_FOUND');
      expectRefusal(await ben.client.request('chat:read', { room: { id: room.id }, seq: 1 }), 'NOT_A_MEMBER');
    });

    it('in a room that was closed members still move, strangers find none', async () => {
      const [ana, ben, eve] = [await newPerson(gateway, way), await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, ben);
      const said = await say(ana, room, 'the last word');
      dataOf(await ana.client.request('rooms:close', { room: { id: room.id } }));
      await ben.client.fact('rooms:closed');

      expect(await act(ben, 'chat:delivered', { messageId: said.id })).toMatchObject({ unread: 1, deliveredSeq: 1 });
      expect(await read(ben.client, room, 1)).toMatchObject({ unread: 0, readSeq: 1 });
      expectRefusal(await eve.client.request('chat:read', { room: { id: room.id }, seq: 1 }), 'ROOM_NOT_FOUND');
    });
  });

  it('are told once a second for each member, the last of them; what moves nothing is not told', async () => {
    const [ana, ben] = [await newPerson(gateway, 'websocket'), await newPerson(gateway, 'raw')];
    const room = await roomOf(ana, ben);
    for (let number = 1; number <= 20; number += 1) await say(ana, room, `number ${number}`);

    const began = performance.now();
    for (let seq = 1; seq <= 20; seq += 1) await read(ben.client, room, seq);
    for (let seq = 20; seq >= 1; seq -= 1) await read(ben.client, room, seq);
    await ana.client.fact('chat:receipt', { readSeq: 20 }, 5_000);
    await read(ben.client, room, 20);
    await ana.client.settled();

    const told = ana.client.heard('chat:receipt').map(({ readSeq }) => Number(readSeq));
    const seconds = (performance.now() - began) / 1_000;
    // The first at once, then one for each second that the forty took.
    expect(told[0]).toBe(1);
    expect(told.at(-1)).toBe(20);
    expect(told.length).toBeLessThanOrEqual(Math.floor(seconds) + 1);
    expect(told).toEqual(told.toSorted((one, other) => one - other));
  });

  it('are not told in a room with more than 200 people in it', async () => {
    const [ana, ben] = [await newPerson(gateway, 'websocket'), await newPerson(gateway, 'websocket')];
    const room = await roomOf(ana, ben);
    const crowd = await Promise.all(Array.from({ length: 199 }, () => RawClient.connect(gateway)));
    for (const [index, guest] of crowd.entries()) {
      guest.send({ type: 'join', sessionCode: room.code, userName: `Guest ${index}` });
      // One after the other: a room lets nobody wait for long.
      await guest.next('joined', 5_000);
    }
    for (const text of ['one', 'two']) await say(ana, room, text);

    expect(await read(ben.client, room, 1)).toMatchObject({ readSeq: 1 });
    await ana.client.settled();
    expect(ana.client.heard('chat:receipt')).toEqual([]);

    crowd[0]?.send({ type: 'leave', sessionCode: room.code, userName: 'Guest 0' });
    await eventually(async () => {
      expect(dataOf(await ana.client.request('rooms:get', { room: { id: room.id } }))).toMatchObject({ participantCount: 200 });
    });
    await read(ben.client, room, 2);
    expect(await ana.client.fact('chat:receipt')).toMatchObject({ readSeq: 2 });
  }, 30_000);
});
