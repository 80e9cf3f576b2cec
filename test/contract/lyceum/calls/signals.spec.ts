import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { borrowGateway, type BorrowedGateway } from '../../../support/borrowed-gateway.js';
import { dataOf, expectRefusal } from '../../../support/expect-frames.js';
import type { JsonObject } from '../../../support/inbox.js';
import { START_MS } from '../../settings.js';
import { closeAll, connectLyceum, WAYS, type LyceumClient } from '../lyceum-client.js';
import { newPerson, userShape } from '../shapes.js';
import { accept, ANSWER, CALLING, end, OFFER, ring, signal, talk, withTwoDevices } from './calling.js';

const candidate = (n: number): JsonObject => ({ candidate: `candidate:${n} 1 udp`, sdpMid: '0', sdpMLineIndex: 0 });
const signalsOf = (client: LyceumClient): unknown[] => client.heard('calls:signal').map(({ data }) => data);

describe('lyceum: signals of calls', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(CALLING);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

  describe.each(WAYS)('by %s', (way) => {
    it('go to the device of the other that is in the call, in order, and to nobody else', async () => {
      const ana = await withTwoDevices(gateway, way, 'ana');
      const ben = await withTwoDevices(gateway, way, 'ben');
      const eve = await newPerson(gateway, way, 'eve');
      const call = await talk(ana, ben);

      expect(dataOf(await signal(ana, call, 'offer', OFFER))).toEqual({ callId: call.id });
      for (let n = 1; n <= 20; n += 1)
        ana.client.tell('calls:signal', { callId: call.id, type: 'candidate', data: candidate(n) });
      dataOf(await signal(ana, call, 'candidate', null));
      dataOf(await signal(ben, call, 'answer', ANSWER));
      dataOf(await ben.client.request('calls:signal', { with: { id: ana.id }, type: 'hangup' }));

      const first = await ben.client.fact('calls:signal');
      expect(first).toEqual({ callId: call.id, from: userShape(ana), type: 'offer', data: OFFER });
      await ben.client.fact('calls:signal', { data: null });
      const sent = [OFFER, ...Array.from({ length: 20 }, (_, n) => candidate(n + 1)), null];
      expect(signalsOf(ben.client)).toEqual(sent);
      await ana.client.fact('calls:signal', { type: 'hangup' });
      expect(signalsOf(ana.client)).toEqual([ANSWER, null]);
      for (const device of [ana.other, ben.other, eve.client]) {
        await device.settled();
        expect(signalsOf(device)).toEqual([]);
      }
    });

    it('that come before the accepting wait for it', async () => {
      const ana = await newPerson(gateway, way, 'ana');
      const ben = await withTwoDevices(gateway, way, 'ben');
      const call = await ring(ana, ben);
      for (let n = 1; n <= 5; n += 1) dataOf(await signal(ana, call, 'candidate', candidate(n)));
      await ben.other.settled();
      expect(signalsOf(ben.other)).toEqual([]);

      await accept({ client: ben.other }, call, { answer: ANSWER });
      dataOf(await signal(ana, call, 'candidate', candidate(6)));

      await ben.other.fact('calls:signal', { data: candidate(6) });
      expect(signalsOf(ben.other)).toEqual([1, 2, 3, 4, 5, 6].map(candidate));
      await ben.client.settled();
      expect(signalsOf(ben.client)).toEqual([]);
    });
  });

  it('into others’ calls, and into none, are refused', async () => {
    const ana = await withTwoDevices(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'websocket', 'ben');
    const eve = await newPerson(gateway, 'websocket', 'eve');
    const call = await ring(ana, ben);
    expectRefusal(await signal(eve, call, 'offer', OFFER), 'CALL_NOT_FOUND');
    expectRefusal(await eve.client.request('calls:signal', { with: { id: ana.id }, type: 'offer' }), 'CALL_NOT_FOUND');
    expectRefusal(await signal(ana, { id: ana.id }, 'offer', OFFER), 'CALL_NOT_FOUND');
    expectRefusal(await ana.client.request('calls:signal', { type: 'offer' }), 'INVALID', { field: 'callId' });
    // Who has not accepted has nothing to say yet but what their browser finds meanwhile, and other devices never.
    expectRefusal(await signal(ben, call, 'answer', ANSWER), 'FORBIDDEN');
    expectRefusal(await signal(ben, call, 'offer', OFFER), 'FORBIDDEN');
    await accept(ben, call);
    expectRefusal(await signal({ client: ana.other }, call, 'offer', OFFER), 'FORBIDDEN');
    expectRefusal(await signal(ana, call, 'offer', OFFER, { to: { id: eve.id } }), 'USER_NOT_FOUND', { field: 'to' });
    dataOf(await signal(ana, call, 'offer', OFFER, { to: { username: ben.username } }));
    await ben.client.fact('calls:signal');
    await end(ana, call);
    expectRefusal(await signal(ana, call, 'hangup', null), 'CALL_ENDED');
    expect(signalsOf(ben.client)).toEqual([OFFER]);
  });

  it('are limited in size and number, and in what waits', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'websocket', 'ben');
    const call = await ring(ana, ben);
    expectRefusal(await signal(ana, call, 'offer', 'x'.repeat(48 * 1024 - 1)), 'TOO_LARGE', { field: 'data' });
    // Quotes count: as JSON this is as large as it may be.
    const largest = 'x'.repeat(48 * 1024 - 2);
    for (let n = 0; n < 10; n += 1) dataOf(await signal(ana, call, 'offer', largest));
    expectRefusal(await signal(ana, call, 'offer', largest), 'LIMIT_REACHED');
    await accept(ben, call);
    for (let n = 0; n < 10; n += 1) await ben.client.fact('calls:signal');
    expect(signalsOf(ben.client)).toHaveLength(10);
    for (let n = 0; n < 199; n += 1) ana.client.tell('calls:signal', { callId: call.id, type: 'candidate', data: candidate(n) });
    dataOf(await signal(ana, call, 'candidate', candidate(199)));
    expectRefusal(await signal(ana, call, 'candidate', candidate(200)), 'LIMIT_REACHED');
    dataOf(await signal(ben, call, 'candidate', candidate(200)));
    dataOf(await signal(ana, call, 'offer', OFFER));
  });

  it('that wait for another call are not for the next one', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'websocket', 'ben');
    const first = await ring(ana, ben);
    dataOf(await signal(ana, first, 'candidate', candidate(1)));
    await end(ana, first);
    const second = await ring(ana, ben);
    dataOf(await signal(ana, second, 'candidate', candidate(2)));
    await accept(ben, second);
    await ben.client.fact('calls:signal', { callId: second.id });
    expect(signalsOf(ben.client)).toEqual([candidate(2)]);
    await connectLyceum(gateway, 'websocket', ben.token);
    expect(signalsOf(ben.client)).toEqual([candidate(2)]);
  });
});
