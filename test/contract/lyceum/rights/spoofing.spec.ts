import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { dataOf } from '../../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../../support/gateway.js';
import type { JsonObject } from '../../../support/inbox.js';
import { RawClient } from '../../../support/raw-client.js';
import { appToken, newId } from '../../../support/tokens.js';
import { ROOMY, START_MS } from '../../settings.js';
import { createSession, joinSession } from '../../group-study/session.js';
import { closeAll, WAYS } from '../lyceum-client.js';
import { messageShape, newPerson, roomOf, userShape, type Person } from '../shapes.js';

describe('lyceum: who, what and when come from the connection and the database, never from a payload', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  /** What a liar adds to a payload: to be the victim, to be more than they are, and to have been earlier. */
  function lies({ id, username }: Person): JsonObject {
    const victim = { id, username, name: username, role: 'admin', guest: false };
    return {
      ...{ senderId: id, from: id, userId: id, sub: id, ownerId: id, by: victim, user: victim, sender: victim },
      ...{ role: 'owner', seq: 4_711, revisionSeq: 4_711, lastSeq: 4_711, readSeq: 4_711 },
      ...{ createdAt: '2001-01-01T00:00:00.000Z', editedAt: '2001-01-01T00:00:00.000Z', at: '2001-01-01T00:00:00.000Z' },
      ...{ joinedAt: '2001-01-01T00:00:00.000Z', guest: true, moment: '0', duplicate: true },
    };
  }

  describe.each(WAYS)('by %s', (way) => {
    it('chat:send is said by who said it, now, under the next number', async () => {
      const [ana, ben, eve] = [await newPerson(gateway, way), await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, ben, eve);

      const message = dataOf(await eve.client.request('chat:send', { ...lies(ana), room: { id: room.id }, text: 'I am Ana' }));

      expect(message).toMatchObject(messageShape(room, eve, { seq: 1, text: 'I am Ana' }));
      expect(message).not.toHaveProperty('duplicate');
      expect(Date.parse(message.createdAt as string)).toBeGreaterThan(Date.now() - 60_000);
      expect(await ben.client.fact('chat:message', { seq: 1 })).toEqual(message);
    });

    it('calls:start and its signals are the caller’s own, whatever they say', async () => {
      const [ana, ben, eve] = [await newPerson(gateway, way), await newPerson(gateway, way), await newPerson(gateway, way)];
      const more = { ...lies(ana), callerId: ana.id, caller: userShape(ana), state: 'active', endedBy: userShape(ana) };

      const call = dataOf(await eve.client.request('calls:start', { ...more, to: { id: ben.id }, kind: 'audio' }));

      expect(call).toMatchObject({ state: 'ringing', caller: userShape(eve) });
      expect(Date.parse(call.startedAt as string)).toBeGreaterThan(Date.now() - 60_000);
      expect(await ben.client.fact('calls:incoming')).toEqual({ call, offer: null, metadata: null });
      dataOf(await ben.client.request('calls:accept', { callId: call.id }));
      dataOf(await eve.client.request('calls:signal', { ...more, callId: call.id, type: 'offer', data: { from: ana.id } }));
      expect(await ben.client.fact('calls:signal')).toMatchObject({ from: userShape(eve), data: { from: ana.id } });
    });

    it('chat:edit stays the sender’s, and its number the room’s', async () => {
      const [ana, eve] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, eve);
      const { id } = dataOf(await eve.client.request('chat:send', { room: { id: room.id }, text: 'First' }));

      const edited = dataOf(await eve.client.request('chat:edit', { ...lies(ana), messageId: id, text: 'Second' }));

      expect(edited).toMatchObject({ seq: 1, revisionSeq: 2, sender: { id: eve.id }, text: 'Second' });
      expect(Date.parse(edited.editedAt as string)).toBeGreaterThan(Date.now() - 60_000);
    });

    it('chat:react reacts as who reacts', async () => {
      const [ana, eve] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, eve);
      const { id } = dataOf(await ana.client.request('chat:send', { room: { id: room.id }, text: 'First' }));

      await eve.client.request('chat:react', { ...lies(ana), messageId: id, emoji: '👍', on: true });

      expect(await ana.client.fact('chat:reaction')).toMatchObject({ seq: 2, messageId: id, user: { id: eve.id }, count: 1 });
    });

    it('chat:typing is shown as the typist’s', async () => {
      const [ana, eve] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, eve);

      await eve.client.request('chat:typing', { ...lies(ana), room: { id: room.id }, on: true });

      expect(await ana.client.fact('chat:typing')).toMatchObject({ user: { id: eve.id }, on: true });
    });

    it('rooms:join brings in who joins, as a member, now', async () => {
      const [ana, eve] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana);
      // A payload of this command is itself a room's name, so that `id` is none of the lies.
      const joined = dataOf(await eve.client.request('rooms:join', { ...lies(ana), code: room.code, name: ana.username }));

      expect(joined).toMatchObject({ role: 'member', lastSeq: 0, readSeq: 0 });
      const told = await ana.client.fact('rooms:joined');
      expect(told).toMatchObject({ user: userShape(eve), name: eve.username, role: 'member' });
      expect(Date.parse(told.joinedAt as string)).toBeGreaterThan(Date.now() - 60_000);
    });

    it('rooms:create makes the room its maker’s', async () => {
      const [ana, eve] = [await newPerson(gateway, way), await newPerson(gateway, way)];

      const room = dataOf(await eve.client.request('rooms:create', { ...lies(ana), kind: 'lobby', code: 'ABCDEF' }));

      expect(room).toMatchObject({ kind: 'session', lastSeq: 0, code: expect.not.stringMatching(/^ABCDEF$/) });
      expect(dataOf(await eve.client.request('rooms:list'))).toMatchObject({ rooms: [{ room: { id: room.id }, role: 'owner' }] });
      expect(dataOf(await ana.client.request('rooms:list'))).toEqual({ rooms: [], hasMore: false });
    });

    it('rooms:leave ends the leaver’s membership alone', async () => {
      const [ana, eve] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, eve);

      await eve.client.request('rooms:leave', { ...lies(ana), room: { id: room.id } });

      expect(await ana.client.fact('rooms:left')).toMatchObject({ user: { id: eve.id } });
      expect(dataOf(await ana.client.request('rooms:list'))).toMatchObject({ rooms: [{ role: 'owner' }] });
    });

    it('rooms:announce is the announcer’s', async () => {
      const [ana, ben] = [await newPerson(gateway, way), await newPerson(gateway, way)];
      const room = await roomOf(ana, ben);

      await ana.client.request('rooms:announce', { ...lies(ben), room: { id: room.id }, data: lies(ben) });

      expect(await ben.client.fact('rooms:announcement')).toMatchObject({ user: { id: ana.id }, data: { senderId: ben.id } });
    });

    it('auth:me is about who asks', async () => {
      const [ana, eve] = [await newPerson(gateway, way), await newPerson(gateway, way)];

      expect(dataOf(await eve.client.request('auth:me', { ...lies(ana), id: ana.id }))).toMatchObject({
        id: eve.id,
        role: 'student',
      });
    });
  });

  it('a token that says admin of somebody of the app makes no admin', async () => {
    const client = await RawClient.connect(gateway, `/?dialect=lyceum&token=${appToken({ sub: newId('eve'), role: 'admin' })}`);

    expect(await client.next('hello')).toMatchObject({ data: { user: { role: 'student' } } });
  });

  it('a group-study message is its connection’s, whatever it says', async () => {
    const { client: ana, code } = await createSession(gateway, 'Ana');
    const eve = await joinSession(gateway, code, 'Eve');

    eve.send({ type: 'message', sessionCode: code, userName: 'Ana', message: 'I am Ana', senderId: 'Ana', from: 'Ana', seq: 99 });

    expect(await ana.next('message')).toMatchObject({ userName: 'Eve', message: 'I am Ana', seq: 1 });
  });
});
