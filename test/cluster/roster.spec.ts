import { afterEach, beforeAll, expect, it } from '@jest/globals';
import { connectChat } from '../contract/chatroom/chat-client.js';
import { createSession, joinSession } from '../contract/group-study/session.js';
import { closeAll, connectLyceum } from '../contract/lyceum/lyceum-client.js';
import { newPerson, userShape } from '../contract/lyceum/shapes.js';
import { ROOMY } from '../contract/settings.js';
import { connectLearner, connectWith, enter, newRoom, type Learner } from '../contract/skill-lift/live-session.js';
import { register } from '../support/accounts.js';
import { describeWith } from '../support/describe-with.js';
import { aTime, dataOf, expectRefusal } from '../support/expect-frames.js';
import type { Gateway } from '../support/gateway.js';
import { call } from '../support/http-client.js';
import type { JsonObject } from '../support/inbox.js';
import { eventually } from '../support/wait.js';
import { twoNodes } from './nodes.js';
import { GRACE_MS } from './people.js';

const TIMEOUT_MS = 60_000;
const ACROSS_MS = 5_000;
/** Until a grace is over and everybody has heard of it, on a busy machine. */
const LEFT_MS = GRACE_MS + 5_000;

describeWith(['postgres', 'redis'], 'who is in a room, of two nodes', () => {
  const nodes = twoNodes({ ...ROOMY, PRESENCE_GRACE_MS: String(GRACE_MS) }, TIMEOUT_MS);
  let one: Gateway;
  let two: Gateway;

  beforeAll(() => {
    ({ one, two } = nodes);
  });
  afterEach(closeAll);

  const shown = ({ userId, userName }: Learner): JsonObject => ({ userId, userName, joinedAt: aTime });

  it(
    'group-study: who joins is shown everybody, and everybody is told, wherever they are',
    async () => {
      const { client: ana, code } = await createSession(one, 'Ana');
      const session = (node: Gateway) => call(node, 'GET', `/api/sessions/${code}`);
      await eventually(async () => {
        expect((await session(two)).body).toMatchObject({ participants: ['Ana'] });
      }, ACROSS_MS);

      const ben = await joinSession(two, code, 'Ben');
      expect(ben.frames.at(-1)).toEqual({ type: 'joined', sessionCode: code, participants: ['Ana', 'Ben'] });
      expect(await ana.next('user_joined', ACROSS_MS)).toEqual({ type: 'user_joined', userName: 'Ben', sessionCode: code });
      const cleo = await joinSession(one, code, 'Cleo');
      expect(cleo.frames.at(-1)).toEqual({ type: 'joined', sessionCode: code, participants: ['Ana', 'Ben', 'Cleo'] });
      for (const node of [one, two]) {
        await eventually(async () => {
          expect((await session(node)).body).toMatchObject({ participants: ['Ana', 'Ben', 'Cleo'] });
        }, ACROSS_MS);
      }
    },
    TIMEOUT_MS,
  );

  it(
    'skill-lift: a second device on the other node, and either of them closing, shows the others nothing',
    async () => {
      const roomId = newRoom();
      const [ana, ben] = [await connectLearner(one, 'Ana'), await connectLearner(two, 'Ben')];
      await enter(ana, roomId);
      await enter(ben, roomId);
      const joined = { type: 'user_joined', payload: { roomId, userId: ben.userId, userName: 'Ben', timestamp: aTime } };
      expect(await ana.client.next('user_joined', ACROSS_MS)).toEqual(joined);

      const second: Learner = { ...ben, client: await connectWith(one, ben.token) };
      const answer = await enter(second, roomId);
      expect(answer.payload).toEqual({ roomId, participants: [shown(ana), shown(ben)] });
      await ben.client.close();
      // Whose grace begins after his and is over shows that his is.
      const cleo = await connectLearner(two, 'Cleo');
      await enter(cleo, roomId);
      await cleo.client.close();
      await ana.client.next({ type: 'user_left', payload: { userId: cleo.userId } }, LEFT_MS);
      expect((await enter(ana, roomId)).payload).toEqual({ roomId, participants: [shown(ana), shown(ben)] });

      await second.client.close();
      const left = { type: 'user_left', payload: { roomId, userId: ben.userId, userName: 'Ben', timestamp: aTime } };
      expect(await ana.client.next('user_left', LEFT_MS)).toEqual(left);
      await ana.client.silent({ type: 'user_joined', payload: { userId: ben.userId } });
      expect((await enter(ana, roomId)).payload).toEqual({ roomId, participants: [shown(ana)] });
    },
    TIMEOUT_MS,
  );

  it(
    'lyceum: who drops out and comes back to the other node was never away; who leaves there is gone everywhere',
    async () => {
      const [ana, ben] = [await newPerson(one, 'websocket', 'ana'), await newPerson(one, 'raw', 'ben')];
      const room = dataOf(await ana.client.request('rooms:create', {}));
      dataOf(await ana.client.request('rooms:join', { id: room.id }));
      const before = dataOf(await ben.client.request('rooms:join', { code: room.code }));
      expect(before).toMatchObject({ participantCount: 2 });
      await ana.client.fact('rooms:joined', {}, ACROSS_MS);

      await ben.client.close();
      const again = await connectLyceum(two, 'websocket', ben.token);
      const joined = dataOf(await again.request('rooms:join', { code: room.code }));
      expect(joined).toEqual({ ...before, lastSeq: 0, readSeq: 0, room: expect.anything() });
      const late = await newPerson(two, 'websocket', 'cleo');
      expect(dataOf(await late.client.request('rooms:join', { code: room.code }))).toMatchObject({ participantCount: 3 });
      await late.client.close();
      // Cleo's grace began after Ben's.
      await ana.client.fact('rooms:left', { user: { id: late.id }, reason: 'disconnected' }, LEFT_MS);
      for (const client of [ana.client, again]) {
        const got = dataOf(await client.request('rooms:get', { room: { id: room.id } }));
        expect(got).toMatchObject({ participantCount: 2, participants: [{ user: userShape(ana) }, { user: userShape(ben) }] });
      }
      const ofBen = (name: string) => ana.client.heard(name).filter(({ user }) => (user as JsonObject).id === ben.id);
      expect([ofBen('rooms:joined').length, ofBen('rooms:left').length]).toEqual([1, 0]);

      dataOf(await again.request('rooms:leave', { room: { id: room.id } }));
      expect(await ana.client.fact('rooms:left', { user: { id: ben.id } }, ACROSS_MS)).toMatchObject({ reason: 'left' });
      expect(dataOf(await ana.client.request('rooms:get', { room: { id: room.id } }))).toMatchObject({ participantCount: 1 });
      dataOf(await again.request('rooms:join', { code: room.code }));
      await ana.client.fact('rooms:joined', { user: { id: ben.id } }, ACROSS_MS);
      expect(ofBen('rooms:joined')).toHaveLength(2);
    },
    TIMEOUT_MS,
  );

  it(
    'lyceum: who is removed on one node is out on the other, and no longer counted on either',
    async () => {
      const [ana, ben] = [await newPerson(one, 'websocket', 'ana'), await newPerson(two, 'websocket', 'ben')];
      const room = dataOf(await ana.client.request('rooms:create', {}));
      for (const { client } of [ana, ben]) dataOf(await client.request('rooms:join', { code: room.code }));
      await ana.client.fact('rooms:joined', { user: { id: ben.id } }, ACROSS_MS);

      dataOf(await ana.client.request('rooms:kick', { room: { id: room.id }, userId: ben.id }));

      expect(dataOf(await ana.client.request('rooms:get', { room: { id: room.id } }))).toMatchObject({ participantCount: 1 });
      dataOf(await ben.client.request('rooms:join', { code: room.code }));
      await ana.client.fact('rooms:joined', { user: { id: ben.id } }, ACROSS_MS);
      expect(ana.client.heard('rooms:left')).toHaveLength(1);
    },
    TIMEOUT_MS,
  );

  it(
    'chatroom: people of the lobby are its participants for clients of the other node',
    async () => {
      const ana = await newPerson(one, 'websocket', 'ana');
      dataOf(await ana.client.request('rooms:join', { key: 'lobby' }));
      const account = await register(two, 'ben');
      const ben = await connectChat(two, account);
      await ana.client.fact('rooms:joined', { user: userShape(account) }, ACROSS_MS);
      const { participants } = dataOf(await ana.client.request('rooms:get', { room: { key: 'lobby' } })) as {
        participants: { user: JsonObject }[];
      };
      expect(participants.map(({ user }) => user.id)).toEqual(expect.arrayContaining([ana.id, account.id]));

      ben.client.close();
      const again = await connectChat(one, account);
      const marker = await connectChat(two, await register(two, 'cleo'));
      marker.client.close();
      await ana.client.fact('rooms:left', { user: { id: marker.id } }, LEFT_MS);
      expect(ana.client.heard('rooms:left').map(({ user }) => (user as JsonObject).id)).not.toContain(account.id);
      again.client.close();
      await ana.client.fact('rooms:left', { user: { id: account.id } }, LEFT_MS);
    },
    TIMEOUT_MS,
  );

  it(
    'a full room is full on both nodes',
    async () => {
      const people = [await newPerson(one, 'websocket'), await newPerson(two, 'websocket'), await newPerson(two, 'raw')] as const;
      const room = dataOf(await people[0].client.request('rooms:create', { capacity: 2 }));
      for (const { client } of people.slice(0, 2)) dataOf(await client.request('rooms:join', { code: room.code }));
      expectRefusal(await people[2].client.request('rooms:join', { code: room.code }), 'ROOM_FULL', { retryable: true });
    },
    TIMEOUT_MS,
  );
});
