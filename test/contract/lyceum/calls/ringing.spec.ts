import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aTime, dataOf, expectRefusal } from '../../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import { SocketClient } from '../../../support/socket-client.js';
import { START_MS } from '../../settings.js';
import { write } from '../direct/conversation.js';
import { closeAll, connectLyceum, WAYS } from '../lyceum-client.js';
import { newPerson, userShape } from '../shapes.js';
import { accept, ANSWER, CALLING, callShape, currentOf, OFFER, over, ring, talk, withTwoDevices } from './calling.js';

describe('lyceum: ringing', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: CALLING });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  describe.each(WAYS)('by %s', (way) => {
    it('rings on all devices of the person, and one that answers stops the others', async () => {
      const ana = await withTwoDevices(gateway, way, 'ana');
      const ben = await withTwoDevices(gateway, way, 'ben');

      const call = await ring(ana, ben, { metadata: { topic: 'Algebra' } });

      expect(call).toEqual(callShape(ana, ben));
      for (const device of [ben.client, ben.other]) {
        expect(await device.fact('calls:incoming')).toEqual({ call, offer: OFFER, metadata: { topic: 'Algebra' } });
      }

      const accepted = await accept(ben, call, { answer: ANSWER, metadata: { camera: 'off' } });

      const parties = [ana, ben].map((person) => ({ user: userShape(person), state: 'joined', joinedAt: aTime }));
      const active = callShape(ana, ben, { id: call.id, room: call.room, state: 'active', acceptedAt: aTime, parties });
      expect(accepted).toEqual({ ...active, offer: OFFER });
      for (const device of [ana.client, ana.other]) {
        const told = { call: active, by: userShape(ben), answer: ANSWER, metadata: { camera: 'off' } };
        expect(await device.fact('calls:accepted')).toEqual(told);
      }
      const elsewhere = { call: active, callId: call.id, endReason: 'answered_elsewhere', endedBy: userShape(ben), durationSeconds: 0 };
      expect(await ben.other.fact('calls:ended')).toEqual(elsewhere);
      await ben.client.settled();
      expect(ben.client.heard('calls:ended')).toEqual([]);
      for (const client of [ana.client, ana.other, ben.client, ben.other]) expect(await currentOf({ client })).toEqual([active]);
    });
  });
});
