import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { borrowGateway, type BorrowedGateway } from '../../../support/borrowed-gateway.js';
import { call } from '../../../support/http-client.js';
import { START_MS } from '../../settings.js';
import { HURRIED } from '../changing.js';
import { closeAll, WAYS } from '../lyceum-client.js';
import { read, secondDevice } from '../receipts/marking.js';
import { newPerson, userShape, type Person } from '../shapes.js';
import { roomIn, write } from './conversation.js';

const LATE_MS = 5_000;

describe('lyceum: a conversation of two, and how far both are in it', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(HURRIED);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  const conversationsOver = async ({ token }: Person) =>
    (await call(gateway, 'GET', '/api/conversations', { token })).body.conversations;

  describe.each(WAYS)('by %s', (way) => {
    it('tells all devices of whom was written to what is unread, and the writer what was read', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const phone = await secondDevice(gateway, way, ben);
      const room = roomIn(await write(ana, ben, 'Hello'));
      for (const device of [ben.client, phone]) {
        expect(await device.fact('chat:unread', { unread: 1 }, LATE_MS)).toMatchObject({
          room,
          unread: 1,
          lastSeq: 1,
          readSeq: 0,
        });
      }

      await read(phone, room, 1);
      const receipt = { room, user: userShape(ben), readSeq: 1, deliveredSeq: 1 };
      for (const device of [ana.client, ben.client, phone]) {
        expect(await device.fact('chat:receipt', undefined, LATE_MS)).toEqual(receipt);
      }
      expect(await ben.client.fact('chat:unread', { unread: 0 }, LATE_MS)).toMatchObject({ room, unread: 0, readSeq: 1 });
    });
  });

  it('stands among the conversations of both with the other person in it, and not before something is said', async () => {
    const [ana, ben] = [await newPerson(gateway, 'websocket'), await newPerson(gateway, 'websocket')];
    expect(await conversationsOver(ben)).toEqual([]);
    const said = await write(ana, ben, 'Hello');
    const shown = { lastMessage: said, mentions: 0, readSeq: 0, lastSeq: 1 };
    const roomWith = (peer: Person) => expect.objectContaining({ id: roomIn(said).id, kind: 'direct', peer: userShape(peer) });
    expect(await conversationsOver(ben)).toEqual([{ ...shown, room: roomWith(ana), unread: 1 }]);
    expect(await conversationsOver(ana)).toEqual([{ ...shown, room: roomWith(ben), unread: 0 }]);
  });
});
