import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf, expectRefusal } from '../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { ROOMY, START_MS } from '../settings.js';
import { closeAll, WAYS } from './lyceum-client.js';
import { newPerson, refOf, roomOf, say } from './shapes.js';

const seqs = (messages: unknown): unknown[] => (messages as JsonObject[]).map(({ seq }) => seq);

describe('lyceum: history and sync', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(ROOMY);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  describe.each(WAYS)('by %s', (way) => {
    describe('history', () => {
      it('gives pages in both directions, oldest first, bounds excluded', async () => {
        const ana = await newPerson(gateway, way);
        const room = await roomOf(ana);
        const said = [];
        for (let number = 1; number <= 7; number++) said.push(await say(ana, room, `number ${number}`));
        const page = async (more: object): Promise<JsonObject> =>
          dataOf(await ana.client.request('chat:history', { room: { id: room.id }, ...more }));

        expect(await page({})).toEqual({ messages: said, hasMore: false });
        expect(await page({ limit: 3 })).toEqual({ messages: said.slice(4), hasMore: true });
        expect(await page({ before: 5, limit: 3 })).toEqual({ messages: said.slice(1, 4), hasMore: true });
        expect(await page({ before: 3, limit: 3 })).toEqual({ messages: said.slice(0, 2), hasMore: false });
        expect(await page({ after: 2, limit: 3 })).toEqual({ messages: said.slice(2, 5), hasMore: true });
        expect(await page({ after: 5 })).toEqual({ messages: said.slice(5), hasMore: false });
        expect(await page({ after: 7 })).toEqual({ messages: [], hasMore: false });
        expect(seqs((await page({ around: 4, limit: 3 })).messages)).toEqual([3, 4, 5]);
      });

      it('is refused to somebody outside', async () => {
        const ana = await newPerson(gateway, way);
        const stranger = await newPerson(gateway, way);
        const room = await roomOf(ana);

        expectRefusal(await stranger.client.request('chat:history', { room: { id: room.id } }), 'NOT_A_MEMBER');
      });

      it('takes one of before, after and around', async () => {
        const ana = await newPerson(gateway, way);
        const room = await roomOf(ana);

        expectRefusal(await ana.client.request('chat:history', { room: { id: room.id }, before: 5, after: 1 }), 'INVALID');
      });
    });

    describe('sync', () => {
      it('gives what was said after a number, and how far the room is', async () => {
        const ana = await newPerson(gateway, way);
        const room = await roomOf(ana);
        const said = [await say(ana, room, 'one'), await say(ana, room, 'two'), await say(ana, room, 'three')];

        const answer = await ana.client.request('chat:sync', { rooms: [{ room: { id: room.id }, afterSeq: 1 }] });

        expect(answer).toEqual({
          ok: true,
          data: { rooms: [{ room: refOf(room), changes: said.slice(1), lastSeq: 3, more: false }] },
        });
      });

      it('has nothing for who knows all', async () => {
        const ana = await newPerson(gateway, way);
        const room = await roomOf(ana);
        await say(ana, room, 'one');

        const answer = await ana.client.request('chat:sync', { rooms: [{ room, afterSeq: 1 }] });

        expect(dataOf(answer)).toEqual({ rooms: [{ room: refOf(room), changes: [], lastSeq: 1, more: false }] });
      });

      it('says reset where the window can’t be given', async () => {
        const ana = await newPerson(gateway, way);
        const room = await roomOf(ana);
        await say(ana, room, 'one');

        const answer = await ana.client.request('chat:sync', { rooms: [{ room, afterSeq: 5 }] });

        expect(dataOf(answer)).toEqual({ rooms: [{ room: refOf(room), changes: [], lastSeq: 1, more: false, reset: true }] });
      });

      it('answers for several rooms in the order asked, also where one can’t be read', async () => {
        const ana = await newPerson(gateway, way);
        const stranger = await newPerson(gateway, way);
        const first = await roomOf(ana);
        const second = await roomOf(ana);
        const foreign = await roomOf(stranger);
        await say(ana, second, 'one');

        const asked = [first, foreign, second].map(({ id }) => ({ room: { id }, afterSeq: 0 }));
        const { rooms } = dataOf(await ana.client.request('chat:sync', { rooms: asked }));

        expect((rooms as JsonObject[]).map(({ room }) => (room as JsonObject).id)).toEqual([first.id, foreign.id, second.id]);
        expect(rooms).toMatchObject([
          { changes: [], lastSeq: 0 },
          { changes: [], error: { code: 'NOT_A_MEMBER', message: expect.any(String) } },
          { changes: [{ text: 'one' }], lastSeq: 1 },
        ]);
      });
    });
  });
});
