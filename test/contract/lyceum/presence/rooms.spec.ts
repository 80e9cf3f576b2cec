import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { borrowGateway, type BorrowedGateway } from '../../../support/borrowed-gateway.js';
import { dataOf } from '../../../support/expect-frames.js';
import { ROOMY, START_MS } from '../../settings.js';
import { closeAll, WAYS } from '../lyceum-client.js';
import { newPerson, roomOf, type Person } from '../shapes.js';
import { gone, GONE_MS, here, toldOf, watch } from './devices.js';

describe('lyceum: people in one room hear how each other is', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(ROOMY);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  async function says({ client }: Person, statusText: string): Promise<void> {
    dataOf(await client.request('presence:set', { state: 'online', statusText }));
  }

  it.each(WAYS)('by %s, once however many rooms they share and whether they watch them, too', async (way) => {
    const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way, 'ben')];
    for (let room = 0; room < 3; room += 1) await roomOf(ana, ben);
    await watch(ben.client, ana);

    await says(ana, 'In a lesson');
    expect(await ben.client.fact('presence:changed')).toEqual(here(ana, { statusText: 'In a lesson' }));
    await ana.client.close();
    expect(await ben.client.fact('presence:changed', {}, GONE_MS)).toEqual(gone(ana));

    await ben.client.settled();
    expect(toldOf(ben.client, ana)).toHaveLength(2);
  });

  it('also where they never watched anybody, and of somebody whose connection was lost', async () => {
    const [ana, ben] = [await newPerson(gateway, 'polling'), await newPerson(gateway, 'raw', 'ben')];
    await roomOf(ana, ben);
    await ana.client.close();

    expect(await ben.client.fact('presence:changed', {}, GONE_MS)).toEqual(gone(ana));
  });

  it('strangers, and those who have left the room, hear nothing; nobody hears of themselves', async () => {
    const [ana, ben, eva] = [
      await newPerson(gateway, 'raw'),
      await newPerson(gateway, 'raw', 'ben'),
      await newPerson(gateway, 'raw'),
    ];
    const stranger = await newPerson(gateway, 'raw');
    const room = await roomOf(ana, ben, eva);
    dataOf(await eva.client.request('rooms:leave', { room: { id: room.id } }));

    await says(ana, 'In a lesson');
    await ben.client.fact('presence:changed', { statusText: 'In a lesson' });
    for (const { client } of [ana, eva, stranger]) {
      await client.settled();
      expect(client.heard('presence:changed')).toEqual([]);
    }
  });
});
