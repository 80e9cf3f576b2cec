import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aNumber, aTime, aUuid, dataOf, expectRefusal } from '../../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import type { JsonObject } from '../../../support/inbox.js';
import { SocketClient } from '../../../support/socket-client.js';
import { START_MS } from '../../settings.js';
import { closeAll, WAYS } from '../lyceum-client.js';
import { newPerson, refOf, roomOf, userShape, type Person } from '../shapes.js';
import { accept, ANSWER, CALLING, currentOf, end, historyOf, OFFER, ring, signal } from './calling.js';

const GRACE_SECONDS = 1;
const GUEST_KEY = '0123456789abcdef0123456789abcdef';
const LATE_MS = 8_000;

describe('lyceum: calls of rooms', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...CALLING, CALL_GRACE_SECONDS: String(GRACE_SECONDS), CALL_RING_SECONDS: '1' } });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  const start = ({ client }: Person, room: JsonObject): Promise<JsonObject> =>
    client.request('calls:start', { room: { id: room.id }, kind: 'video' });
  const party = (person: Person, state: string): JsonObject => ({ user: userShape(person), state, joinedAt: aTime });
  const people = (call: JsonObject): unknown[] =>
    (call.parties as { user: { username: string }; state: string }[])
      .filter(({ state }) => state === 'joined')
      .map(({ user }) => user);

  async function five(): Promise<[Person, Person, Person, Person, Person]> {
    const made: Person[] = [];
    for (const stem of ['ana', 'ben', 'cid', 'dan', 'eve']) made.push(await newPerson(gateway, 'websocket', stem));
    return made as [Person, Person, Person, Person, Person];
  }

  describe.each(WAYS)('by %s', (way) => {
    it('everybody in the room hears of it; they come and go, and the last one ends it', async () => {
      const [ana, ben, cid] = [await newPerson(gateway, way), await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, ben, cid);

      const call = dataOf(await start(ana, room));

      expect(call).toEqual({
        id: aUuid,
        kind: 'video',
        state: 'ringing',
        room: refOf(room),
        isRoomCall: true,
        caller: userShape(ana),
        parties: [party(ana, 'joined')],
        startedAt: aTime,
        acceptedAt: null,
        endedAt: null,
        endReason: null,
        endedBy: null,
        durationSeconds: null,
      });
      for (const { client } of [ben, cid]) {
        expect(await client.fact('calls:incoming')).toEqual({ call, offer: null, metadata: null });
      }

      const joined = await accept(ben, call);
      expect(joined).toMatchObject({ state: 'connecting', offer: null, parties: [party(ana, 'joined'), party(ben, 'joined')] });
      expect(await ana.client.fact('calls:accepted')).toMatchObject({ call: { id: call.id }, by: userShape(ben), answer: null });
      // Starting another one is joining it.
      const again = dataOf(await start(cid, room));
      expect(again).toMatchObject({ id: call.id, state: 'connecting' });
      expect(Object.keys(again)).toEqual(Object.keys(call));
      for (const { client } of [ana, ben]) await client.fact('calls:accepted', { by: { id: cid.id } });

      expect(await end(ana, call)).toMatchObject({ state: 'connecting', endedAt: null });
      for (const { client } of [ana, ben, cid]) {
        const left = await client.fact('calls:peer-left');
        expect(left).toMatchObject({ call: { id: call.id }, user: userShape(ana) });
      }
      expect(await currentOf(ana)).toEqual([]);
      await end(ben, call);
      const over = await end(cid, call);
      expect(over).toMatchObject({ state: 'ended', endReason: 'completed', endedBy: userShape(cid), durationSeconds: aNumber });
      for (const { client } of [ana, ben, cid]) await client.fact('calls:ended', { callId: call.id, endReason: 'completed' });
    });
  });

  it('signals go to the one they name', async () => {
    const [ana, ben, cid] = await five();
    const room = await roomOf(ana, ben, cid);
    const call = dataOf(await start(ana, room));
    await accept(ben, call);
    await accept(cid, call);

    dataOf(await signal(cid, call, 'offer', OFFER, { to: { id: ana.id } }));
    dataOf(await signal(ana, call, 'answer', ANSWER, { to: { username: cid.username } }));

    expect(await ana.client.fact('calls:signal')).toMatchObject({ from: { id: cid.id }, data: OFFER });
    expect(await cid.client.fact('calls:signal')).toMatchObject({ from: { id: ana.id }, data: ANSWER });
    expectRefusal(await signal(ana, call, 'offer', OFFER), 'INVALID', { field: 'to' });
    expectRefusal(await signal(ana, call, 'offer', OFFER, { to: { id: ana.id } }), 'USER_NOT_FOUND', { field: 'to' });
    expect(await currentOf(ben)).toMatchObject([{ state: 'active' }]);
    await ben.client.settled();
    expect(ben.client.heard('calls:signal')).toEqual([]);
  });

  it('all in the room see who is in it, and its end; also who comes into the room while it lasts', async () => {
    const [ana, ben, cid] = await five();
    const room = await roomOf(ana, ben);
    const call = dataOf(await start(ana, room));
    for (const { client } of [ana, ben]) expect(await client.fact('calls:in-room')).toEqual({ call });
    dataOf(await cid.client.request('rooms:join', { code: room.code }));
    expect(await cid.client.fact('calls:in-room')).toEqual({ call });
    const told = async ({ client }: Person, state: string): Promise<unknown[]> => {
      const fact = (await client.fact('calls:in-room', { call: { id: call.id, state } })) as { call: JsonObject };
      return people(fact.call);
    };

    await accept(ben, call);
    for (const person of [ana, ben, cid]) expect(await told(person, 'connecting')).toEqual([ana, ben].map(userShape));
    await end(ana, call);
    for (const person of [ana, ben, cid]) expect(await told(person, 'connecting')).toEqual([userShape(ben)]);
    await end(ben, call);
    for (const person of [ana, ben, cid]) expect(await told(person, 'ended')).toEqual([]);

    // Who was never in it is told of it as something of the room's, not as a call of theirs.
    await cid.client.settled();
    for (const fact of ['calls:incoming', 'calls:accepted', 'calls:ended']) expect(cid.client.heard(fact)).toEqual([]);
  });

  it('who is out of the room sees no more of its call, and who comes after its end nothing', async () => {
    const [ana, ben, cid, dan] = await five();
    const room = await roomOf(ana, ben, cid);
    const call = dataOf(await start(ana, room));
    await ben.client.fact('calls:in-room');
    dataOf(await ben.client.request('rooms:leave', { room: { id: room.id } }));
    dataOf(await ana.client.request('rooms:kick', { room: { id: room.id }, userId: cid.id }));
    await end(ana, call);
    await ana.client.fact('calls:in-room', { call: { state: 'ended' } });
    dataOf(await dan.client.request('rooms:join', { code: room.code }));
    // The next one is told after whatever there was to tell of the one before.
    const next = dataOf(await start(ana, room));
    expect(await dan.client.fact('calls:in-room')).toMatchObject({ call: { id: next.id } });

    for (const { client } of [ben, cid]) {
      await client.settled();
      expect(client.heard('calls:in-room')).toEqual([{ call }]);
    }
  });

  it('guests are called in it as in the room', async () => {
    const ana = await newPerson(gateway, 'websocket', 'ana');
    const room = await roomOf(ana);
    const gwen = await SocketClient.connect(gateway, { auth: { dialect: 'lyceum', guestKey: GUEST_KEY } });
    dataOf(await gwen.request('rooms:join', { code: room.code, name: 'Gwen' }));
    const call = dataOf(await gwen.request('calls:start', { room: { id: room.id }, kind: 'video' }));
    expect(call).toMatchObject({ caller: { name: 'Gwen', guest: true }, parties: [{ user: { name: 'Gwen' } }] });

    await accept(ana, call);
    dataOf(await gwen.request('calls:end', { callId: call.id }));
    dataOf(await gwen.request('calls:start', { room: { id: room.id }, kind: 'video' }));
    expect(await ana.client.fact('calls:accepted', { by: { guest: true } })).toMatchObject({ by: { name: 'Gwen' } });
  });

  it('a conversation of two has no call that anybody else could come into', async () => {
    const [ana, ben] = await five();
    const call = await ring(ana, ben);
    await accept(ben, call);
    await end(ana, call);
    await ben.client.fact('calls:ended', { callId: call.id });
    for (const { client } of [ana, ben]) expect(client.heard('calls:in-room')).toEqual([]);
  });

  it('four fit in, and who leaves makes room', async () => {
    const [ana, ben, cid, dan, eve] = await five();
    const room = await roomOf(ana, ben, cid, dan, eve);
    const call = dataOf(await start(ana, room));
    for (const person of [ben, cid, dan]) await accept(person, call);
    expect(await eve.client.request('calls:accept', { callId: call.id })).toMatchObject({ error: { code: 'CALL_FULL' } });
    expect(await start(eve, room)).toMatchObject({ error: { code: 'CALL_FULL', retryable: true } });
    // Who is in it already is.
    expect(await accept(dan, call)).toMatchObject({ id: call.id });
    await end(ben, call);
    expect(people(await accept(eve, call))).toEqual([ana, cid, dan, eve].map(userShape));
    expect(await start(ben, room)).toMatchObject({ error: { code: 'CALL_FULL' } });
  });

  it('rings for nobody: it waits as long as somebody is in it, who is busy to others', async () => {
    const [ana, ben, cid] = await five();
    const room = await roomOf(ana, ben);
    const call = dataOf(await start(ana, room));
    expect(await ring(cid, ana)).toMatchObject({ endReason: 'busy' });
    expectRefusal(await ana.client.request('calls:start', { to: { id: ben.id }, kind: 'audio' }), 'LIMIT_REACHED', {
      callId: call.id,
    });
    // A call that rings for its time ends meanwhile; this one does not.
    const other = await ring(cid, ben);
    await cid.client.fact('calls:ended', { callId: other.id, endReason: 'no_answer' }, LATE_MS);
    expect(await currentOf(ana)).toMatchObject([{ id: call.id, state: 'ringing' }]);
    expectRefusal(await ben.client.request('calls:reject', { callId: call.id }), 'CALL_NOT_FOUND');
    expect(await end(ana, call)).toMatchObject({ endReason: 'cancelled', durationSeconds: 0 });
    expectRefusal(await ben.client.request('calls:accept', { callId: call.id }), 'CALL_ENDED');
  });

  it('who is in another call can’t come', async () => {
    const [ana, ben, cid] = await five();
    const room = await roomOf(ana, ben);
    const call = dataOf(await start(ana, room));
    await ring(cid, ben);
    expectRefusal(await ben.client.request('calls:accept', { callId: call.id }), 'LIMIT_REACHED');
    expectRefusal(await start(ben, room), 'LIMIT_REACHED');
  });

  it('who is removed from the room is out of its call', async () => {
    const [ana, ben, cid, dan] = await five();
    const room = await roomOf(ana, ben, cid, dan);
    const call = dataOf(await start(ana, room));
    for (const person of [ben, cid, dan]) await accept(person, call);

    const where = { room: { id: room.id } };
    dataOf(await ana.client.request('rooms:kick', { ...where, userId: ben.id }));
    dataOf(await ana.client.request('rooms:ban', { ...where, userId: cid.id }));
    dataOf(await dan.client.request('rooms:leave', where));

    for (const gone of [ben, cid, dan]) {
      await ana.client.fact('calls:peer-left', { user: { id: gone.id } });
      await gone.client.fact('calls:peer-left', { user: { id: gone.id } });
      expectRefusal(await gone.client.request('calls:accept', { callId: call.id }), gone === cid ? 'BANNED' : 'NOT_A_MEMBER');
      expect(await currentOf(gone)).toEqual([]);
    }
    expect(people((await currentOf(ana))[0] ?? {})).toEqual([userShape(ana)]);
  });

  it('who was removed hears no more of the room by its call, and never its new code', async () => {
    const [ana, ben, cid] = await five();
    const room = await roomOf(ana, ben, cid);
    const call = dataOf(await start(ana, room));
    for (const person of [ben, cid]) await accept(person, call);
    dataOf(await ana.client.request('rooms:kick', { room: { id: room.id }, userId: ben.id }));
    await ana.client.fact('calls:peer-left', { user: { id: ben.id } });
    await ben.client.fact('calls:peer-left', { user: { id: ben.id } });
    const { code } = dataOf(await ana.client.request('rooms:rotate-code', { room: { id: room.id } }));

    await end(cid, call);
    await end(ana, call);

    // Who left the call alone hears of its end, too.
    for (const { client } of [ana, cid]) await client.fact('calls:ended', { callId: call.id });
    const [told] = await historyOf(ben);
    expect(told).toMatchObject({ id: call.id, state: 'ended', room: { id: room.id, code: null } });
    await ben.client.settled();
    expect(ben.client.heard('calls:ended')).toEqual([]);
    expect(JSON.stringify(ben.client.heard('calls:peer-left'))).not.toContain(code);
  });

  it('a room that is closed has no call', async () => {
    const [ana, ben] = await five();
    const room = await roomOf(ana, ben);
    const call = dataOf(await start(ana, room));
    await accept(ben, call);
    dataOf(await ana.client.request('rooms:close', { room: { id: room.id } }));
    for (const { client } of [ana, ben])
      await client.fact('calls:ended', { callId: call.id, endReason: 'completed', endedBy: null });
  });

  it('who drops out and does not come back has left; the others go on', async () => {
    const [ana, ben, cid] = await five();
    const room = await roomOf(ana, ben, cid);
    const call = dataOf(await start(ana, room));
    await accept(ben, call);
    await accept(cid, call);
    await cid.client.close();
    for (const { client } of [ana, ben]) {
      await client.fact('calls:peer-reconnecting', { user: { id: cid.id } });
      await client.fact('calls:peer-left', { user: { id: cid.id } }, LATE_MS);
    }
    await ana.client.close();
    await ben.client.fact('calls:peer-left', { user: { id: ana.id } }, LATE_MS);
    expect(await end(ben, call)).toMatchObject({ endReason: 'completed' });
  });

  it('only who is in the room now may call or come', async () => {
    const [ana, ben, cid] = await five();
    const room = await roomOf(ana, ben);
    const call = dataOf(await start(ana, room));
    expectRefusal(await start(cid, room), 'NOT_A_MEMBER');
    dataOf(await ana.client.request('rooms:mute', { room: { id: room.id }, userId: ben.id, on: true }));
    expectRefusal(await start(ben, room), 'MUTED');
    expectRefusal(await ben.client.request('calls:accept', { callId: call.id }), 'MUTED');
  });
});
