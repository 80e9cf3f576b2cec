import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { borrowGateway, type BorrowedGateway } from '../../../support/borrowed-gateway.js';
import { aNumber, aTime, dataOf, expectRefusal } from '../../../support/expect-frames.js';
import type { JsonObject } from '../../../support/inbox.js';
import { RawClient } from '../../../support/raw-client.js';
import { appToken, newId } from '../../../support/tokens.js';
import { START_MS } from '../../settings.js';
import { write } from '../direct/conversation.js';
import { closeAll, connectLyceum, WAYS } from '../lyceum-client.js';
import { newPerson, userShape } from '../shapes.js';
import { accept, ANSWER, CALLING, callShape, currentOf, end, OFFER, over, ring, talk, withTwoDevices } from './calling.js';

describe('lyceum: ringing', () => {
  let gateway: BorrowedGateway;

  beforeAll(async () => {
    gateway = await borrowGateway(CALLING);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.giveBack());

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
      const by = { endReason: 'answered_elsewhere', endedBy: userShape(ben), durationSeconds: 0 };
      expect(await ben.other.fact('calls:ended')).toEqual({ call: active, callId: call.id, ...by });
      await ben.client.settled();
      expect(ben.client.heard('calls:ended')).toEqual([]);
      for (const client of [ana.client, ana.other, ben.client, ben.other]) expect(await currentOf({ client })).toEqual([active]);
    });

    it('a rejected call is over for all devices of both, and the caller hears why', async () => {
      const ana = await withTwoDevices(gateway, way, 'ana');
      const ben = await withTwoDevices(gateway, way, 'ben');
      const call = await ring(ana, ben);

      const rejected = dataOf(await ben.client.request('calls:reject', { callId: call.id, reason: 'In a lesson' }));

      const shape = callShape(ana, ben, { id: call.id, room: call.room, ...over('declined', ben, { durationSeconds: 0 }) });
      expect(rejected).toEqual(shape);
      for (const device of [ana.client, ana.other]) {
        expect(await device.fact('calls:rejected')).toEqual({ call: rejected, by: userShape(ben), reason: 'In a lesson' });
      }
      const ended = { call: rejected, callId: call.id, endReason: 'declined', endedBy: userShape(ben), durationSeconds: 0 };
      for (const device of [ana.client, ana.other, ben.client, ben.other])
        expect(await device.fact('calls:ended')).toEqual(ended);
      expect(await currentOf(ana)).toEqual([]);
    });

    it('a cancelled call stops ringing everywhere', async () => {
      const ana = await withTwoDevices(gateway, way, 'ana');
      const ben = await withTwoDevices(gateway, way, 'ben');
      const call = await ring(ana, ben);

      // Any device of the caller may.
      const cancelled = dataOf(await ana.other.request('calls:cancel', { with: { username: ben.username.toUpperCase() } }));

      expect(cancelled).toMatchObject({ id: call.id, state: 'ended', endReason: 'cancelled', endedBy: userShape(ana) });
      for (const device of [ana.client, ana.other, ben.client, ben.other]) {
        expect(await device.fact('calls:ended')).toMatchObject({ callId: call.id, endReason: 'cancelled', durationSeconds: 0 });
      }
      expect(ana.client.heard('calls:rejected')).toEqual([]);
    });
  });

  it('calls:end means cancelling to the caller, declining to the callee, and hanging up afterwards to both', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'raw', 'ben');

    expect(await end(ana, await ring(ana, ben))).toMatchObject({ endReason: 'cancelled', endedBy: { id: ana.id } });
    expect(await end(ben, await ring(ana, ben))).toMatchObject({ endReason: 'declined', endedBy: { id: ben.id } });
    expect(await ana.client.fact('calls:rejected')).toMatchObject({ by: { id: ben.id }, reason: null });
    for (const leaver of [ana, ben]) {
      const call = await talk(ana, ben);
      expect(await end(leaver, call)).toMatchObject({
        endReason: 'completed',
        endedBy: { id: leaver.id },
        durationSeconds: aNumber,
      });
      for (const { client } of [ana, ben]) {
        expect(await client.fact('calls:ended', { callId: call.id })).toMatchObject({ endReason: 'completed' });
      }
    }
  });

  it('a device that comes while it rings is rung, too, once', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'websocket', 'ben');
    const call = await ring(ana, ben, { metadata: { topic: 'Algebra' } });

    const late = await connectLyceum(gateway, 'raw', ben.token);

    expect(await late.fact('calls:incoming')).toEqual({ call, offer: OFFER, metadata: { topic: 'Algebra' } });
    await accept({ client: late }, call);
    expect(await ben.client.fact('calls:ended')).toMatchObject({ endReason: 'answered_elsewhere' });
    expect(ben.client.heard('calls:incoming')).toHaveLength(1);
  });

  it('is connecting until the first answer has passed', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'websocket', 'ben');
    const call = await ring(ana, ben);
    expect(await accept(ben, call)).toMatchObject({ state: 'connecting' });
    dataOf(await ben.client.request('calls:signal', { callId: call.id, type: 'answer', data: ANSWER }));
    expect(await currentOf(ana)).toMatchObject([{ id: call.id, state: 'active' }]);
  });

  it('rings without an offer, and in the room where the two write', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'websocket', 'ben');
    const { room } = await write(ana, ben, 'May I call?');

    const call = dataOf(await ana.client.request('calls:start', { room, kind: 'audio' }));

    expect(call).toEqual(callShape(ana, ben, { kind: 'audio', room }));
    expect(await ben.client.fact('calls:incoming')).toEqual({ call, offer: null, metadata: null });
    expect(await accept(ben, call)).toMatchObject({ offer: null });
    await write(ben, ana, 'I hear you');
    expect(await ana.client.fact('chat:message', { text: 'I hear you' })).toMatchObject({ room });
    await end(ben, call);
    await write(ana, ben, 'Until tomorrow');
  });

  it('who is in a call, or rung for, is busy', async () => {
    const ana = await withTwoDevices(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'websocket', 'ben');
    const cid = await newPerson(gateway, 'websocket', 'cid');
    const theirs = await ring(cid, ben);

    const call = await ring(ana, ben);

    const shape = callShape(ana, ben, over('busy', null, { durationSeconds: 0 }));
    expect(call).toEqual(shape);
    for (const device of [ana.client, ana.other]) {
      expect(await device.fact('calls:rejected')).toEqual({ call, by: userShape(ben), reason: 'busy' });
      const ended = { call, callId: call.id, endReason: 'busy', endedBy: null, durationSeconds: 0 };
      expect(await device.fact('calls:ended')).toEqual(ended);
    }
    await accept(ben, theirs);
    expect(await ring(ana, cid)).toMatchObject({ endReason: 'busy' });
    expect(ben.client.heard('calls:incoming')).toHaveLength(1);
    expect(ben.client.heard('calls:ended')).toEqual([]);
  });

  it('who has no device that can ring is unreachable', async () => {
    const ana = await withTwoDevices(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'websocket', 'ben');
    await ben.client.close();
    const live = newId('live');
    const liveSession = await RawClient.connect(gateway, `/?token=${appToken({ sub: live, name: 'Live' })}`);
    await liveSession.next('connected');

    for (const callee of [ben, { id: live }]) {
      const call = await ring(ana, callee);
      expect(call).toMatchObject({ state: 'ended', endReason: 'unreachable', endedBy: null, durationSeconds: 0 });
      for (const device of [ana.client, ana.other]) {
        expect(await device.fact('calls:rejected')).toMatchObject({
          call: { id: call.id },
          by: { id: callee.id },
          reason: 'unreachable',
        });
        expect(await device.fact('calls:ended')).toMatchObject({ callId: call.id, endReason: 'unreachable' });
      }
    }
    expect(await currentOf(ana)).toEqual([]);
    // That a call was missed it may have heard by now.
    expect(liveSession.frames.map(({ type }) => type).filter((type) => type !== 'notification')).toEqual(['connected']);
  });

  it('of two who call each other the first call stands, and the second is answered with it', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'websocket', 'ben');
    const first = await ring(ana, ben);

    const second = await ben.client.request('calls:start', { to: { id: ana.id }, kind: 'video', offer: OFFER });

    expectRefusal(second, 'CALL_CROSSED', { callId: first.id });
    expect(await ben.client.fact('calls:incoming')).toMatchObject({ call: { id: first.id } });
    expect(await accept(ben, first)).toMatchObject({ state: 'connecting' });
    expect(ana.client.heard('calls:incoming')).toEqual([]);
  });

  it('nobody is in two calls', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'websocket', 'ben');
    const cid = await newPerson(gateway, 'websocket', 'cid');
    const call = await ring(ana, ben);
    for (const [caller, callee] of [
      [ana, cid],
      [ben, cid],
      [ana, ben],
    ] as const) {
      const refused = await caller.client.request('calls:start', { to: { id: callee.id }, kind: 'audio' });
      expectRefusal(refused, 'LIMIT_REACHED', { callId: call.id });
    }
    expect(cid.client.heard('calls:incoming')).toEqual([]);
  });

  it('between people one of whom has blocked the other nothing rings', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const ben = await newPerson(gateway, 'websocket', 'ben');
    for (const isKnown of [false, true]) {
      if (isKnown) await write(ana, ben, 'Hello');
      dataOf(await ben.client.request('rooms:block', { user: { id: ana.id } }));
      expectRefusal(await ana.client.request('calls:start', { to: { id: ben.id }, kind: 'audio' }), 'BLOCKED');
      expectRefusal(await ben.client.request('calls:start', { to: { id: ana.id }, kind: 'audio' }), 'BLOCKED');
      dataOf(await ben.client.request('rooms:unblock', { user: { id: ana.id } }));
    }
    expect(ben.client.heard('calls:incoming')).toEqual([]);
  });

  it('calls nobody who does not exist, nor oneself, nor two at once', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const refused = async (payload: JsonObject, code: string, field: string): Promise<void> => {
      expectRefusal(await ana.client.request('calls:start', { kind: 'audio', ...payload }), code, { field });
    };
    await refused({ to: { username: newId('nobody') } }, 'USER_NOT_FOUND', 'to');
    await refused({ to: { id: ana.id } }, 'INVALID', 'to');
    await refused({}, 'INVALID', 'to');
    await refused({ to: { id: newId('ben') }, room: { key: 'lobby' } }, 'INVALID', 'to');
    await refused({ to: { id: newId('ben') }, kind: 'smell' }, 'INVALID', 'kind');
    await refused({ to: { id: newId('ben') }, offer: 'x'.repeat(48 * 1024) }, 'TOO_LARGE', 'offer');
    await refused({ to: { id: newId('ben') }, metadata: { much: 'x'.repeat(8 * 1024) } }, 'INVALID', 'metadata');
  });
});
