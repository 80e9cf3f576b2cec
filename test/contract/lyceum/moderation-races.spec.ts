import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf } from '../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../support/borrowed-gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { START_MS } from '../settings.js';
import { HURRIED } from './changing.js';
import { closeAll, WAYS } from './lyceum-client.js';
import { newPerson, roomOf, say, type Person } from './shapes.js';

const MESSAGES = 100;

describe('lyceum: leaving and being removed while others speak', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(HURRIED);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  describe.each(WAYS)('by %s', (way) => {
    async function talk(ana: Person, room: JsonObject): Promise<void> {
      await Promise.all(Array.from({ length: MESSAGES }, (_, number) => say(ana, room, `number ${number}`)));
    }

    it('nothing of the room comes after the answer to a leave', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, ben);
      const ofRoom = (): number => ['chat:message', 'rooms:left'].flatMap((name) => ben.client.heard(name)).length;

      const talking = talk(ana, room);
      await ben.client.fact('chat:message');
      dataOf(await ben.client.request('rooms:leave', { room: { id: room.id } }));
      const heard = ofRoom();
      await talking;
      await say(ana, room, 'after');
      await ben.client.settled();

      expect(ofRoom()).toBe(heard);
      expect(ben.client.heard('rooms:left')).toEqual([]);
    });

    it('nothing of the room comes after one was told to be out of it', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, ben);

      const talking = talk(ana, room);
      await ben.client.fact('chat:message');
      dataOf(await ana.client.request('rooms:kick', { room, userId: ben.id }));
      await ben.client.fact('rooms:left', { reason: 'kicked' });
      const heard = ben.client.heard('chat:message').length;
      await talking;
      await say(ana, room, 'after');
      await ben.client.settled();

      expect(ben.client.heard('chat:message')).toHaveLength(heard);
    });
  });
});
