import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf } from '../../../support/expect-frames.js';
import { borrowGateway, type BorrowedGateway } from '../../../support/borrowed-gateway.js';
import type { JsonObject } from '../../../support/inbox.js';
import { START_MS } from '../../settings.js';
import { act, HURRIED } from '../changing.js';
import { closeAll, WAYS, type LyceumClient } from '../lyceum-client.js';
import { newPerson, roomOf, say, type Person } from '../shapes.js';
import { secondDevice } from './marking.js';

describe('lyceum: typing ends before its 6 s are over', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(HURRIED);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  describe.each(WAYS)('by %s', (way) => {
    it.each<[string, (typist: Person, device: LyceumClient, owner: Person, room: JsonObject) => Promise<unknown>]>([
      ['with the message', (typist, _, __, room) => say(typist, room, 'Hello')],
      ['when the typist leaves', ({ client }, _, __, room) => client.request('rooms:leave', { room: { id: room.id } })],
      ['when they are removed', ({ id }, _, owner, room) => act(owner, 'rooms:kick', { room: { id: room.id }, userId: id })],
      ['with the connection, which had not joined the room', (_, device) => device.close()],
    ])('%s', async (_, end) => {
      const [owner, typist] = [await newPerson(gateway, 'websocket'), await newPerson(gateway, way)];
      const room = await roomOf(owner, typist);
      const device = await secondDevice(gateway, way, typist);
      dataOf(await device.request('chat:typing', { room: { id: room.id }, on: true }));
      await owner.client.fact('chat:typing', { on: true });

      await end(typist, device, owner, room);

      expect(await owner.client.fact('chat:typing', { on: false }, 3_000)).toMatchObject({ user: { id: typist.id } });
    });
  });

  it('and is said once in 3 s, however often it is said', async () => {
    const [ana, ben] = [await newPerson(gateway, 'websocket'), await newPerson(gateway, 'raw')];
    const room = await roomOf(ana, ben);
    const began = performance.now();
    for (let number = 0; number < 100; number += 1) {
      dataOf(await ana.client.request('chat:typing', { room: { id: room.id }, on: true }));
    }
    await say(ana, room, 'Hello');
    await ben.client.fact('chat:typing', { on: false });

    const on = ben.client.heard('chat:typing').filter((typing) => typing.on === true);
    const seconds = (performance.now() - began) / 1_000;
    expect(on.length).toBeLessThanOrEqual(1 + Math.floor(seconds / 3));
  });
});
