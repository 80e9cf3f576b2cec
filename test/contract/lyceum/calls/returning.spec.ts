import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aTime, dataOf } from '../../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import { START_MS } from '../../settings.js';
import { closeAll, connectLyceum, WAYS } from '../lyceum-client.js';
import { newPerson, userShape } from '../shapes.js';
import { accept, ANSWER, CALLING, currentOf, ring, signal, talk } from './calling.js';

const RING_MS = 3_000;
const GRACE_MS = 2_000;
/** For what a clock does, on a busy machine. */
const LATE_MS = 8_000;

describe('lyceum: calls and time', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    const seconds = { CALL_RING_SECONDS: String(RING_MS / 1_000), CALL_GRACE_SECONDS: String(GRACE_MS / 1_000) };
    gateway = await startGateway({ env: { ...CALLING, ...seconds } });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  it('a call that nobody answers ends for both', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'websocket', 'ben');
    const call = await ring(ana, ben);
    for (const { client } of [ana, ben]) {
      const ended = await client.fact('calls:ended', {}, RING_MS + LATE_MS);
      expect(ended).toMatchObject({ callId: call.id, endReason: 'no_answer', endedBy: null, durationSeconds: 0 });
    }
    expect(await ben.client.request('calls:accept', { callId: call.id })).toMatchObject({ error: { code: 'CALL_ENDED' } });
    // Both are free again.
    await talk(ben, ana);
  });

  describe.each(WAYS)('by %s', (way) => {
    it('who drops out and comes back goes on, and gets what was signalled meanwhile', async () => {
      const ana = await newPerson(gateway, way, 'ana');
      const ben = await newPerson(gateway, way, 'ben');
      const call = await talk(ana, ben);

      await ben.client.close();
      const gone = await ana.client.fact('calls:peer-reconnecting');
      expect(gone).toEqual({ callId: call.id, user: userShape(ben), until: aTime });
      for (const n of [1, 2, 3]) dataOf(await signal(ana, call, 'candidate', { n }));
      const client = await connectLyceum(gateway, way, ben.token);

      expect(await ana.client.fact('calls:peer-returned')).toEqual({ callId: call.id, user: userShape(ben) });
      dataOf(await signal(ana, call, 'offer', { n: 4 }));
      await client.fact('calls:signal', { data: { n: 4 } });
      expect(client.heard('calls:signal').map(({ data }) => data)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }]);
      dataOf(await signal({ client }, call, 'answer', ANSWER));
      await ana.client.fact('calls:signal', { data: ANSWER });
      expect(await currentOf({ client })).toMatchObject([{ id: call.id, state: 'active' }]);
    });
  });

  it('who asks for current calls at once has the place back by the answer', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'websocket', 'ben');
    const call = await talk(ana, ben);
    await ana.client.close();
    await ben.client.fact('calls:peer-reconnecting');
    expect(await currentOf(ben)).toMatchObject([
      { parties: [{ user: { id: ana.id }, state: 'reconnecting' }, { state: 'joined' }] },
    ]);

    const client = await connectLyceum(gateway, 'websocket', ana.token);

    expect(await currentOf({ client })).toMatchObject([{ id: call.id, parties: [{ state: 'joined' }, { state: 'joined' }] }]);
    dataOf(await signal({ client }, call, 'offer', { restart: true }));
    await ben.client.fact('calls:signal', { data: { restart: true } });
  });

  it('a signal of who has just come back takes the place, too', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'websocket', 'ben');
    const call = await talk(ana, ben);
    await ana.client.close();
    await ben.client.fact('calls:peer-reconnecting');
    const client = await connectLyceum(gateway, 'websocket', ana.token);
    dataOf(await signal({ client }, call, 'offer', { restart: true }));
    await ben.client.fact('calls:signal', { data: { restart: true } });
  });

  it('who does not come back has lost the call for both', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'websocket', 'ben');
    const call = await talk(ana, ben);
    await ben.client.close();
    const ended = await ana.client.fact('calls:ended', {}, GRACE_MS + LATE_MS);
    expect(ended).toMatchObject({ callId: call.id, endReason: 'connection_lost', endedBy: null });
    expect(await currentOf(ana)).toEqual([]);
  });

  it('a device that stood by from the beginning does not take over; the next one does', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'websocket', 'ben');
    const tablet = await connectLyceum(gateway, 'websocket', ben.token);
    const call = await talk(ana, ben);
    await ben.client.close();
    await ana.client.fact('calls:peer-reconnecting');
    expect(await currentOf({ client: tablet })).toMatchObject([{ parties: [{ state: 'joined' }, { state: 'reconnecting' }] }]);
    expect(await signal({ client: tablet }, call, 'offer', {})).toMatchObject({ error: { code: 'FORBIDDEN' } });
    await connectLyceum(gateway, 'websocket', ben.token);
    await ana.client.fact('calls:peer-returned');
  });

  it('a device that came while the other was still there takes over when that one goes', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'websocket', 'ben');
    const call = await talk(ana, ben);
    const client = await connectLyceum(gateway, 'websocket', ben.token);
    await ben.client.close();
    await ana.client.fact('calls:peer-returned', {}, LATE_MS);
    dataOf(await signal({ client }, call, 'offer', {}));
  });

  it('a caller who leaves while it rings, and does not come back, has cancelled', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'websocket', 'ben');
    const call = await ring(ana, ben);
    await ana.client.close();
    const ended = await ben.client.fact('calls:ended', {}, GRACE_MS + LATE_MS);
    expect(ended).toMatchObject({ callId: call.id, endReason: 'cancelled', endedBy: null });
    expect(ben.client.heard('calls:peer-reconnecting')).toEqual([]);
  });

  it('a caller who comes back hears that it was accepted meanwhile', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'websocket', 'ben');
    const call = await ring(ana, ben);
    await ana.client.close();
    await accept(ben, call, { answer: ANSWER, metadata: { camera: 'off' } });
    dataOf(await signal(ben, call, 'candidate', { n: 1 }));

    const client = await connectLyceum(gateway, 'websocket', ana.token);

    const accepted = await client.fact('calls:accepted');
    expect(accepted).toMatchObject({ call: { id: call.id }, by: { id: ben.id }, answer: ANSWER, metadata: { camera: 'off' } });
    await client.fact('calls:signal', { data: { n: 1 } });
    await ben.client.fact('calls:peer-returned');
  });
});
