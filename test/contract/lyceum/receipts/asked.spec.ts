import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { borrowGateway, type BorrowedGateway } from '../../../support/borrowed-gateway.js';
import { dataOf, expectRefusal } from '../../../support/expect-frames.js';
import type { JsonObject } from '../../../support/inbox.js';
import { START_MS } from '../../settings.js';
import { act, HURRIED } from '../changing.js';
import { roomIn, write } from '../direct/conversation.js';
import { closeAll, WAYS, type LyceumClient } from '../lyceum-client.js';
import { newPerson, refOf, roomOf, say, userShape, type Person } from '../shapes.js';
import { read, secondDevice } from './marking.js';

describe('lyceum: chat:receipts', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(HURRIED);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  const receiptsFor = async (client: LyceumClient, { id }: JsonObject): Promise<JsonObject[]> =>
    dataOf(await client.request('chat:receipts', { room: { id } })).receipts as JsonObject[];

  async function people(way: (typeof WAYS)[number], count: number): Promise<Person[]> {
    return Promise.all(Array.from({ length: count }, () => newPerson(gateway, way)));
  }

  describe.each(WAYS)('by %s', (way) => {
    it('tells who comes later how far each of the others is who is there', async () => {
      const [ana, ben, cleo] = (await people(way, 3)) as [Person, Person, Person];
      const room = await roomOf(ana, ben, cleo);
      for (const text of ['one', 'two', 'three']) await say(ana, room, text);
      await read(ben.client, room, 2);
      await act(cleo, 'chat:delivered', { room, seq: 3 });

      const phone = await secondDevice(gateway, way, ana);
      dataOf(await phone.request('rooms:join', { id: room.id }));

      const receipts = await receiptsFor(phone, room);
      expect(receipts).toHaveLength(2);
      expect(receipts).toEqual(
        expect.arrayContaining([
          { room: refOf(room), user: userShape(ben), readSeq: 2, deliveredSeq: 2 },
          { room: refOf(room), user: userShape(cleo), readSeq: 0, deliveredSeq: 3 },
        ]),
      );
      dataOf(await cleo.client.request('rooms:leave', { room }));
      expect((await receiptsFor(phone, room)).map(({ user }) => (user as JsonObject).id)).toEqual([ben.id]);
    });

    it('tells of a conversation of two how far the other one is, who may be away', async () => {
      const [ana, ben] = (await people(way, 2)) as [Person, Person];
      const room = roomIn(await write(ana, ben, 'Hello'));
      await write(ana, ben, 'Are you there?');
      await read(ben.client, room, 1);
      await ben.client.close();

      expect(await receiptsFor(ana.client, room)).toEqual([{ room, user: userShape(ben), readSeq: 1, deliveredSeq: 1 }]);
    });

    it('tells nothing to who is no member', async () => {
      const [ana, eve] = (await people(way, 2)) as [Person, Person];
      const room = await roomOf(ana);
      expectRefusal(await eve.client.request('chat:receipts', { room: { id: room.id } }), 'NOT_A_MEMBER');
    });
  });
});
