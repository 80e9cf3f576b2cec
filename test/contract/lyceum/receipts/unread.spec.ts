import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf } from '../../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../../support/borrowed-gateway.js';
import type { JsonObject } from '../../../support/inbox.js';
import { connectLearner, enter, newRoom } from '../../skill-lift/live-session.js';
import { START_MS } from '../../settings.js';
import { act, HURRIED } from '../changing.js';
import { closeAll, WAYS, type LyceumClient } from '../lyceum-client.js';
import { newPerson, roomOf, say } from '../shapes.js';
import { read, secondDevice, unreadIn, unreadShape } from './marking.js';

const LATE_MS = 5_000;

/** Every room in which something is unread. */
async function unreadOf(client: LyceumClient): Promise<{ rooms: JsonObject[]; more: boolean }> {
  return dataOf(await client.request('chat:unread')) as { rooms: JsonObject[]; more: boolean };
}

describe('lyceum: what is unread', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(HURRIED);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  describe.each(WAYS)('by %s', (way) => {
    it('is what others said since, without what was deleted; mentions are told apart', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, ben);
      const hello = await say(ana, room, 'Hello', { mentions: [ben.id] });
      await say(ana, room, 'all', { mentions: [ana.id] });
      await say(ben, room, 'mine', { mentions: [ben.id] });
      await say(ana, room, 'Ben?', { mentions: [ben.id] });
      expect(await unreadIn(ben.client, room)).toEqual({
        ...unreadShape(room, { unread: 3, lastSeq: 4, readSeq: 0 }),
        mentions: 2,
      });

      await act(ana, 'chat:delete', { messageId: hello.id });
      expect(await unreadIn(ben.client, room)).toMatchObject({ unread: 2, mentions: 1, lastSeq: 5 });
      expect(await unreadIn(ana.client, room)).toMatchObject({ unread: 1, mentions: 0 });
      expect(await read(ben.client, room, 4)).toMatchObject({ unread: 0, mentions: 0 });
    });

    it('is nothing for a newcomer of what was said before', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana);
      await say(ana, room, 'early');

      const joined = dataOf(await ben.client.request('rooms:join', { code: room.code }));
      expect(joined).toMatchObject({ readSeq: 1, lastSeq: 1 });
      await say(ana, room, 'late');
      expect(await unreadIn(ben.client, room)).toMatchObject({ unread: 1, readSeq: 1, lastSeq: 2 });
    });

    it('chat:unread lists one’s open rooms that have something, most recently used first', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const [older, newer, quiet, closed] = [
        await roomOf(ana, ben),
        await roomOf(ana, ben),
        await roomOf(ana, ben),
        await roomOf(ana, ben),
      ];
      await say(ben, quiet, 'my own');
      for (const room of [closed, newer, older, newer]) await say(ana, room, 'Hello');
      dataOf(await ana.client.request('rooms:close', { room: { id: closed.id } }));

      expect(await unreadOf(ben.client)).toEqual({
        rooms: [
          unreadShape(newer, { unread: 2, lastSeq: 2, readSeq: 0 }),
          unreadShape(older, { unread: 1, lastSeq: 1, readSeq: 0 }),
        ],
        more: false,
      });
      await read(ben.client, newer, 2);
      expect((await unreadOf(ben.client)).rooms).toMatchObject([{ room: { id: older.id } }]);
    });

    it('reaches a member’s devices that are not in the room, and no others', async () => {
      const [ana, ben, cleo] = [await newPerson(gateway, way), await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, ben);
      const [phone, tablet] = [await secondDevice(gateway, way, ben), await secondDevice(gateway, way, ben)];
      dataOf(await tablet.request('rooms:join', { id: room.id }));

      const said = await say(ana, room, 'Ben?', { mentions: [ben.id] });

      expect(await phone.fact('chat:unread', {}, LATE_MS)).toEqual({
        ...unreadShape(room, { unread: 1, lastSeq: 1, readSeq: 0 }),
        mentions: 1,
      });
      expect(phone.heard('chat:message')).toEqual([]);
      await act(ana, 'chat:delete', { messageId: said.id });
      expect(await phone.fact('chat:unread', {}, LATE_MS)).toMatchObject({ unread: 0, mentions: 0, lastSeq: 2 });
      for (const client of [ana.client, ben.client, tablet, cleo.client]) {
        await client.settled();
        expect(client.heard('chat:unread')).toEqual([]);
      }
    });

    it('reaches all devices of who reads, in the room or not', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, ben);
      await say(ana, room, 'Hello');
      const phone = await secondDevice(gateway, way, ben);

      const answer = await read(phone, room, 1);

      expect(answer).toEqual(unreadShape(room, { unread: 0, lastSeq: 1, readSeq: 1 }));
      for (const client of [ben.client, phone]) expect(await client.fact('chat:unread', {}, LATE_MS)).toEqual(answer);
      await ana.client.settled();
      expect(ana.client.heard('chat:unread')).toEqual([]);
    });
  });

  it('is pushed once a second however much is said, and ends with the right number', async () => {
    const [ana, ben] = [await newPerson(gateway, 'websocket'), await newPerson(gateway, 'websocket')];
    const [room, other] = [await roomOf(ana, ben), await roomOf(ana, ben)];
    const phone = await secondDevice(gateway, 'raw', ben);
    const began = performance.now();

    for (let number = 1; number <= 60; number += 1) {
      await Promise.all([say(ana, room, `number ${number}`), say(ana, other, `number ${number}`)]);
    }
    for (const { id } of [room, other]) await phone.fact('chat:unread', { room: { id }, unread: 60 }, LATE_MS);
    await phone.settled();

    const seconds = (performance.now() - began) / 1_000;
    for (const { id } of [room, other]) {
      const numbers = phone.heard('chat:unread').filter((unread) => (unread.room as JsonObject).id === id);
      expect(numbers.length).toBeLessThanOrEqual(Math.floor(seconds) + 1);
      expect(numbers.at(-1)).toMatchObject({ unread: 60, lastSeq: 60, readSeq: 0 });
    }
  });

  it('is right in the end when somebody reads while others speak', async () => {
    const [ana, ben] = [await newPerson(gateway, 'websocket'), await newPerson(gateway, 'websocket')];
    const room = await roomOf(ana, ben);
    const phone = await secondDevice(gateway, 'websocket', ben);
    for (let number = 1; number <= 30; number += 1) {
      await say(ana, room, `number ${number}`);
      await read(ben.client, room, number - 1);
    }
    await read(ben.client, room, 30);

    await phone.fact('chat:unread', { unread: 0, lastSeq: 30, readSeq: 30 }, LATE_MS);
    const told = phone.heard('chat:unread').map(({ readSeq, lastSeq }) => [readSeq, lastSeq] as [number, number]);
    expect(told.at(-1)).toEqual([30, 30]);
    expect(told).toEqual(told.toSorted((one, two) => one[0] - two[0] || one[1] - two[1]));
  });

  it('is nothing that an old client hears of, nor are receipts', async () => {
    const key = newRoom();
    const learner = await connectLearner(gateway, 'Lea');
    await enter(learner, key);
    const ana = await newPerson(gateway, 'websocket');
    const { room } = dataOf(await ana.client.request('rooms:join', { key })) as { room: JsonObject };
    learner.client.send({ type: 'chat_message', data: { roomId: key, message: 'Hello' } });
    await ana.client.fact('chat:message');
    await learner.client.next({ type: 'chat_message', payload: { message: 'Hello' } });
    const before = learner.client.frames.length;

    await read(ana.client, room, 1);
    await ana.client.fact('chat:receipt', { readSeq: 1 });
    await say(ana, room, 'read');
    await learner.client.next({ type: 'chat_message', payload: { message: 'read' } });

    expect(learner.client.frames.slice(before).map(({ type }) => type)).toEqual(['chat_message']);
  });
});
