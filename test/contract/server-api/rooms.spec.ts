import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { makeKey } from '../../support/command-line.js';
import { aTime, aUuid, dataOf } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import type { JsonObject } from '../../support/inbox.js';
import { SocketClient } from '../../support/socket-client.js';
import { newId } from '../../support/tokens.js';
import { closeAll, connectLyceum, type LyceumClient } from '../lyceum/lyceum-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { createSession } from '../group-study/session.js';
import { connectWith, payloadOf } from '../skill-lift/live-session.js';
import { ALL_SCOPES, Backend } from './backend.js';

describe('the app’s backend and its rooms', () => {
  let gateway: Gateway;
  let backend: Backend;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, RATE_SERVER_API_PER_SECOND: '1000' } });
    backend = new Backend(gateway, (await makeKey(gateway, ALL_SCOPES)).key);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  const enter = async (userId: string): Promise<LyceumClient> =>
    connectLyceum(gateway, 'websocket', await backend.tokenFor(userId));
  const join = async (client: LyceumClient, room: string): Promise<JsonObject> => client.request('rooms:join', { id: room });
  const people = (...stems: string[]): Promise<string[]> => Promise.all(stems.map((stem) => backend.announce(stem)));
  const rolesIn = async (room: string): Promise<Record<string, string>> => {
    const { members } = await backend.done('GET', `/rooms/${room}/members`);
    return Object.fromEntries((members as { user: { id: string }; role: string }[]).map(({ user, role }) => [user.id, role]));
  };

  describe('making one', () => {
    it('answers a private room that stays, with its members', async () => {
      const [ana = '', ben = '', cleo = ''] = await people('ana', 'ben', 'cleo');
      const key = newId('session');
      const members = [
        { userId: ana, role: 'owner' },
        { userId: ben, role: 'moderator' },
        { userId: cleo, role: 'member' },
      ];

      const { status, body } = await backend.ask('POST', '/rooms', { key, title: 'Algebra', capacity: 20, members });

      expect({ status, body }).toEqual({
        status: 201,
        body: {
          id: aUuid,
          key,
          code: null,
          kind: 'group',
          peer: null,
          title: 'Algebra',
          visibility: 'private',
          capacity: 20,
          locked: false,
          entry: 'open',
          lastSeq: 0,
          createdAt: aTime,
          expiresAt: null,
        },
      });
      expect(await rolesIn(key)).toEqual({ [ana]: 'owner', [ben]: 'moderator', [cleo]: 'member' });
      expect(await backend.done('GET', `/rooms/${key}`)).toEqual(body);
      expect(await backend.done('GET', `/rooms/${String(body.id)}`)).toEqual(body);
    });

    it('a live session that was made so is closed to others, whatever their client', async () => {
      const [ana = '', ben = '', stranger = ''] = await people('ana', 'ben', 'stranger');
      const key = newId('session');
      await backend.room([ana, ben], { key });

      const member = await connectWith(gateway, await backend.tokenFor(ben));
      member.send({ type: 'join_room', data: { roomId: key } });
      await member.next({ type: 'room_joined', payload: { roomId: key } });
      const other = await connectWith(gateway, await backend.tokenFor(stranger));
      other.send({ type: 'join_room', data: { roomId: key } });
      expect(payloadOf(await other.next('error'))).toMatchObject({ type: 'join_room' });

      const canonical = await enter(stranger);
      expect(await canonical.request('rooms:join', { key, create: true })).toMatchObject({ ok: false });
      expect(await canonical.request('chat:send', { room: { key }, text: 'Hi' })).toMatchObject({
        error: { code: 'ROOM_NOT_FOUND' },
      });
    });

    it('takes the settings of any room', async () => {
      const [ana = ''] = await people('ana');
      const id = await backend.room([ana], { visibility: 'code', entry: 'ask', expiresInMinutes: 60 });
      expect(await backend.done('GET', `/rooms/${id}`)).toMatchObject({
        visibility: 'code',
        entry: 'ask',
        code: expect.any(String),
        expiresAt: aTime,
      });
    });

    it('refuses a key that is taken, and the lobby’s', async () => {
      const [ana = ''] = await people('ana');
      const key = newId('session');
      const members = [{ userId: ana, role: 'owner' }];
      await backend.room([ana], { key });
      await backend.refused(409, 'ROOM_KEY_TAKEN', 'POST', '/rooms', { key, members });
      await backend.refused(403, 'FORBIDDEN', 'POST', '/rooms', { key: 'lobby', members }, 'key');
    });

    it.each<[string, (id: string) => unknown, string, string]>([
      ['nobody', () => [], 'INVALID', 'members'],
      ['no members', () => undefined, 'INVALID', 'members'],
      ['no owner', (userId) => [{ userId, role: 'member' }], 'INVALID', 'members'],
      [
        'somebody unknown',
        (userId) => [
          { userId, role: 'owner' },
          { userId: 'nobody', role: 'member' },
        ],
        'USER_NOT_FOUND',
        'members.1.userId',
      ],
      [
        'somebody twice',
        (userId) => [
          { userId, role: 'owner' },
          { userId, role: 'member' },
        ],
        'INVALID',
        'members.1.userId',
      ],
      ['another role', (userId) => [{ userId, role: 'king' }], 'INVALID', 'members.0.role'],
      ['no role', (userId) => [{ userId }], 'INVALID', 'members.0.role'],
    ])('refuses %s', async (_what, membersOf, code, field) => {
      const [ana = ''] = await people('ana');
      const members = membersOf(ana);
      await backend.refused(code === 'INVALID' ? 400 : 404, code, 'POST', '/rooms', { members }, field);
      const room = await backend.room([ana]);
      await backend.refused(code === 'INVALID' ? 400 : 404, code, 'PUT', `/rooms/${room}/members`, { members }, field);
      expect(await rolesIn(room)).toEqual({ [ana]: 'owner' });
    });

    it('refuses two owners, and more members than fit in', async () => {
      const three = await people('ana', 'ben', 'cleo');
      const owners = three.map((userId) => ({ userId, role: 'owner' }));
      await backend.refused(400, 'INVALID', 'POST', '/rooms', { members: owners }, 'members');
      const members = owners.map(({ userId }, index) => ({ userId, role: index === 0 ? 'owner' : 'member' }));
      await backend.refused(400, 'INVALID', 'POST', '/rooms', { members, capacity: 2 }, 'capacity');
      const room = await backend.room(three.slice(0, 2), { capacity: 2 });
      await backend.refused(409, 'ROOM_FULL', 'PUT', `/rooms/${room}/members`, { members });
      await backend.refused(409, 'ROOM_FULL', 'PUT', `/rooms/${room}/members/${three[2]!}`, { role: 'member' });
    });
  });

  describe('changing one', () => {
    it('sets what is said, and everybody in it hears', async () => {
      const [ana = ''] = await people('ana');
      const room = await backend.room([ana]);
      const client = await enter(ana);
      dataOf(await join(client, room));
      const body = await backend.done('PATCH', `/rooms/${room}`, { title: 'Geometry', locked: true, capacity: 5 });
      expect(body).toMatchObject({ id: room, title: 'Geometry', locked: true, capacity: 5, entry: 'open' });
      expect(await client.fact('rooms:updated')).toEqual({ room: body });
      expect(await backend.done('PATCH', `/rooms/${room}`, { title: '' })).toMatchObject({ title: null, locked: true });
    });

    it('closes it for everybody', async () => {
      const [ana = ''] = await people('ana');
      const key = newId('session');
      const room = await backend.room([ana], { key });
      const client = await enter(ana);
      dataOf(await join(client, room));
      expect(await backend.done('POST', `/rooms/${key}/close`)).toEqual({ room: { id: room, key, code: null } });
      expect(await client.fact('rooms:closed')).toMatchObject({ room: { id: room }, reason: 'closed' });
      await backend.refused(404, 'ROOM_NOT_FOUND', 'POST', `/rooms/${key}/close`);
      expect(await backend.room([ana], { key })).not.toBe(room);
    });

    it('knows no room that is not there, nor a conversation of two, and leaves the lobby open', async () => {
      const [ana = '', ben = ''] = await people('ana', 'ben');
      const { room } = await backend.done('POST', `/users/${ben}/messages`, { senderId: ana, text: 'Hello' });
      const members = [{ userId: ana, role: 'owner' }];
      for (const name of [(room as { id: string }).id, newId('nothing'), '0193b0a4-0000-7000-8000-000000000000', 'a%00b']) {
        await backend.refused(404, 'ROOM_NOT_FOUND', 'GET', `/rooms/${name}`);
        await backend.refused(404, 'ROOM_NOT_FOUND', 'PATCH', `/rooms/${name}`, { title: 'Mine' });
        await backend.refused(404, 'ROOM_NOT_FOUND', 'POST', `/rooms/${name}/close`);
        await backend.refused(404, 'ROOM_NOT_FOUND', 'PUT', `/rooms/${name}/members`, { members });
        await backend.refused(404, 'ROOM_NOT_FOUND', 'GET', `/rooms/${name}/members`);
      }
      await backend.refused(403, 'FORBIDDEN', 'POST', '/rooms/lobby/close');
      await backend.refused(403, 'FORBIDDEN', 'PUT', '/rooms/lobby/members', { members });
    });

    it.each([{ locked: 'yes' }, { capacity: 1 }, { capacity: 10_001 }, { entry: 'never' }, { title: 'x'.repeat(201) }])(
      'refuses %j',
      async (body) => {
        const [ana = ''] = await people('ana');
        await backend.refused(400, 'INVALID', 'PATCH', `/rooms/${await backend.room([ana])}`, body, Object.keys(body)[0]);
      },
    );
  });

  describe('members', () => {
    it('a whole list takes the place of the one before; who is not in it is out, and hears so', async () => {
      const [ana = '', ben = '', cleo = '', dora = ''] = await people('ana', 'ben', 'cleo', 'dora');
      const room = await backend.room([ana, ben, cleo]);
      const [first, second] = [await enter(ana), await enter(ben)];
      for (const client of [first, second]) dataOf(await join(client, room));
      const members = [
        { userId: dora, role: 'owner' },
        { userId: ana, role: 'moderator' },
      ];

      expect(await backend.done('PUT', `/rooms/${room}/members`, { members })).toEqual({
        room: { id: room, key: null, code: null },
        members: 2,
        added: 1,
        removed: 2,
        changed: 1,
      });
      await backend.done('POST', `/rooms/${room}/messages`, { senderId: ana, text: 'only for us' });

      expect(await first.fact('rooms:left', { user: { id: ben } })).toMatchObject({ reason: 'kicked' });
      expect(await first.fact('rooms:member')).toMatchObject({ member: { user: { id: ana }, role: 'moderator' } });
      await first.fact('chat:message', { text: 'only for us' });
      expect(await second.fact('rooms:left')).toMatchObject({ user: { id: ben }, reason: 'kicked' });
      await second.settled();
      expect(second.heard('chat:message')).toEqual([]);
      expect(await join(second, room)).toMatchObject({ ok: false });
      expect(await rolesIn(room)).toEqual({ [dora]: 'owner', [ana]: 'moderator' });
    });

    it('the same list again changes nothing and tells nobody', async () => {
      const [ana = '', ben = ''] = await people('ana', 'ben');
      const room = await backend.room([ana, ben]);
      const client = await enter(ana);
      dataOf(await join(client, room));
      const members = [
        { userId: ana, role: 'owner' },
        { userId: ben, role: 'member' },
      ];
      const change = await backend.done('PUT', `/rooms/${room}/members`, { members });
      expect(change).toMatchObject({ members: 2, added: 0, removed: 0, changed: 0 });
      await client.settled();
      expect(client.heard('rooms:member')).toEqual([]);
      expect(client.heard('rooms:left')).toEqual([]);
    });

    it('an invitation of somebody who is not in the list is worth nothing any more', async () => {
      const [ana = '', ben = ''] = await people('ana', 'ben');
      const room = await backend.room([ana]);
      const client = await enter(ana);
      dataOf(await join(client, room));
      dataOf(await client.request('rooms:invite', { room: { id: room }, userId: ben }));
      await backend.done('PUT', `/rooms/${room}/members`, { members: [{ userId: ana, role: 'owner' }] });
      expect(await join(await enter(ben), room)).toMatchObject({ error: { code: 'ROOM_NOT_FOUND' } });
    });

    it('one person is let in, promoted, made the owner, and taken out', async () => {
      const [ana = '', ben = ''] = await people('ana', 'ben');
      const room = await backend.room([ana]);
      const [client, other] = [await enter(ana), await enter(ben)];
      dataOf(await join(client, room));
      const path = `/rooms/${room}/members/${ben}`;

      expect(await backend.done('PUT', path, { role: 'member' })).toMatchObject({ members: 2, added: 1, changed: 0 });
      dataOf(await join(other, room));
      expect(await backend.done('PUT', path, { role: 'moderator' })).toMatchObject({ members: 2, added: 0, changed: 1 });
      expect(await client.fact('rooms:member')).toMatchObject({ member: { user: { id: ben }, role: 'moderator' } });
      expect(await backend.done('PUT', path, { role: 'owner' })).toMatchObject({ members: 2, added: 0, changed: 2 });
      expect(await rolesIn(room)).toEqual({ [ana]: 'moderator', [ben]: 'owner' });
      await backend.refused(403, 'FORBIDDEN', 'PUT', path, { role: 'member' });

      expect((await backend.ask('DELETE', path)).status).toBe(204);
      expect(await other.fact('rooms:left')).toMatchObject({ user: { id: ben }, reason: 'kicked' });
      expect(await rolesIn(room)).toEqual({ [ana]: 'owner' });
      await backend.refused(404, 'NOT_FOUND', 'DELETE', path, undefined, 'userId');
      await backend.refused(404, 'USER_NOT_FOUND', 'PUT', `/rooms/${room}/members/nobody`, { role: 'member' }, 'userId');
    });

    it('a guest who owned the room is a moderator when somebody else is made the owner, and everybody hears so', async () => {
      const [ana = ''] = await people('ana');
      const { code } = await createSession(gateway, 'Greta');
      const client = await enter(ana);
      const { room } = dataOf(await client.request('rooms:join', { code })) as { room: { id: string } };

      const change = await backend.done('PUT', `/rooms/${room.id}/members/${ana}`, { role: 'owner' });

      expect(change).toMatchObject({ members: 2, added: 0, changed: 2 });
      const greta = { name: 'Greta', role: 'moderator', user: expect.objectContaining({ guest: true }) };
      expect(await client.fact('rooms:member', { member: { name: 'Greta' } })).toMatchObject({ member: greta });
      expect(await client.fact('rooms:member', { member: { user: { id: ana } } })).toMatchObject({ member: { role: 'owner' } });
    });

    it('lifts a ban of the room for whoever is put into it', async () => {
      const [ana = '', ben = ''] = await people('ana', 'ben');
      const room = await backend.room([ana, ben]);
      const client = await enter(ana);
      dataOf(await client.request('rooms:ban', { room: { id: room }, userId: ben }));
      expect(await backend.done('PUT', `/rooms/${room}/members/${ben}`, { role: 'member' })).toMatchObject({
        members: 2,
        added: 1,
      });
      dataOf(await join(await enter(ben), room));
    });

    it('who waits at the door is told to come in', async () => {
      const [ana = '', ben = ''] = await people('ana', 'ben');
      const key = newId('class');
      const room = await backend.room([ana], { key, visibility: 'public', entry: 'ask' });
      const [owner, client] = [await enter(ana), await enter(ben)];
      dataOf(await join(owner, room));
      expect(await join(client, room)).toMatchObject({ error: { code: 'ROOM_WAITING' } });
      await backend.done('PUT', `/rooms/${room}/members/${ben}`, { role: 'member' });
      expect(await client.fact('rooms:admitted')).toMatchObject({ room: { id: room } });
      dataOf(await join(client, room));
    });

    it('pages through many', async () => {
      const users = Array.from({ length: 30 }, () => ({ id: newId('m'), name: 'Member' }));
      await backend.done('POST', '/users', { users });
      const room = await backend.room(users.map(({ id }) => id));
      const first = await backend.done('GET', `/rooms/${room}/members?limit=20`);
      const ids = (page: JsonObject) => (page.members as { user: { id: string } }[]).map(({ user }) => user.id);
      expect(first).toMatchObject({ hasMore: true });
      const second = await backend.done('GET', `/rooms/${room}/members?after=${ids(first).at(-1)!}`);
      expect(second).toMatchObject({ hasMore: false });
      expect([...ids(first), ...ids(second)]).toEqual(users.map(({ id }) => id).toSorted());
    });
  });

  describe('speaking in people’s names', () => {
    it('a message reaches every protocol, numbered as any other', async () => {
      const [ana = '', ben = '', cleo = ''] = await people('ana', 'ben', 'cleo');
      const key = newId('session');
      const room = await backend.room([ana, ben, cleo], { key });
      const client = await enter(ana);
      dataOf(await join(client, room));
      const live = await connectWith(gateway, await backend.tokenFor(ben));
      live.send({ type: 'join_room', data: { roomId: key } });
      await live.next('room_joined');
      const app = await SocketClient.connect(gateway, { auth: { token: await backend.tokenFor(cleo), dialect: 'lyceum' } });

      const said = { senderId: ben, text: 'From the app', kind: 'system', metadata: { lesson: 7 }, mentions: [ana] };
      const { status, body } = await backend.ask('POST', `/rooms/${key}/messages`, said);

      expect({ status, body }).toMatchObject({
        status: 201,
        body: { seq: 1, sender: { id: ben }, text: 'From the app', kind: 'system', metadata: { lesson: 7 }, mentions: [ana] },
      });
      expect(await client.fact('chat:message')).toEqual(body);
      expect(payloadOf(await live.next('chat_message'))).toMatchObject({
        id: body.id,
        seq: 1,
        userId: ben,
        message: 'From the app',
      });
      expect(await app.next('chat:unread')).toMatchObject({ unread: 1, lastSeq: 1 });
      const next = dataOf(await client.request('chat:send', { room: { id: room }, text: 'Two' }));
      expect(next).toMatchObject({ seq: 2 });
    });

    it('a lobby message reaches the chat room’s clients, and a direct one its two people', async () => {
      const [ana = '', ben = ''] = await people('ana', 'ben');
      const chat = await SocketClient.connect(gateway, { auth: { token: await backend.tokenFor(ana), dialect: 'chatroom' } });
      await chat.nextWhere('message_history', Array.isArray, 5_000);
      const text = newId('lobby');
      await backend.done('POST', '/rooms/lobby/messages', { senderId: ana, text });
      expect(await chat.next('new_message', { text }, 5_000)).toMatchObject({ text });

      const [one, two] = [await enter(ana), await enter(ben)];
      const direct = await SocketClient.connect(gateway, {
        auth: { token: await backend.tokenFor(ben), dialect: 'direct-messages' },
      });
      const body = await backend.done('POST', `/users/${ben}/messages`, { senderId: ana, text: 'Just you' });
      expect(body).toMatchObject({ seq: 1, sender: { id: ana }, text: 'Just you' });
      for (const client of [one, two])
        expect(await client.fact('chat:message', { text: 'Just you' })).toMatchObject({ id: body.id });
      await direct.next('message:receive', { content: 'Just you' }, 5_000);
    });

    it('a person may write to more new people than they could themselves', async () => {
      const [support = '', ...others] = await people('support', ...Array.from({ length: 25 }, (_, index) => `user${index}`));
      const answers = await Promise.all(
        others.map((id) => backend.ask('POST', `/users/${id}/messages`, { senderId: support, text: 'Welcome' })),
      );
      expect(answers.map(({ status }) => status)).toEqual(others.map(() => 201));
    });

    it('the rules of the room hold: no strangers, no muted, nobody who is banned, nobody who was blocked', async () => {
      const [ana = '', ben = '', stranger = ''] = await people('ana', 'ben', 'stranger');
      const room = await backend.room([ana, ben]);
      const say = (senderId: string) => ['POST', `/rooms/${room}/messages`, { senderId, text: 'Hi' }] as const;
      await backend.refused(404, 'ROOM_NOT_FOUND', ...say(stranger));
      await backend.refused(404, 'USER_NOT_FOUND', ...say('nobody'));
      const owner = await enter(ana);
      dataOf(await owner.request('rooms:mute', { room: { id: room }, userId: ben, on: true }));
      await backend.refused(403, 'MUTED', ...say(ben));
      dataOf(await owner.request('rooms:block', { user: { id: stranger } }));
      await backend.refused(403, 'BLOCKED', 'POST', `/users/${ana}/messages`, { senderId: stranger, text: 'Hi' });
      await backend.done('POST', `/users/${stranger}/ban`);
      await backend.refused(403, 'FORBIDDEN', ...say(stranger));
    });

    it.each([
      ['no sender', { text: 'Hi' }, 'senderId'],
      ['no text', {}, 'text'],
      ['empty text', { text: '' }, 'text'],
      ['4,001 characters', { text: 'x'.repeat(4_001) }, 'text'],
      ['another kind of kind', { text: 'Hi', kind: 'a b' }, 'kind'],
      ['metadata that is text', { text: 'Hi', metadata: 'x' }, 'metadata'],
    ])('refuses a message with %s', async (what, more, field) => {
      const [ana = ''] = await people('ana');
      const body = what === 'no sender' ? more : { senderId: ana, ...more };
      await backend.refused(400, 'INVALID', 'POST', `/rooms/${await backend.room([ana])}/messages`, body, field);
      await backend.refused(400, 'INVALID', 'POST', `/users/${await backend.announce('ben')}/messages`, body, field);
    });

    it('the live-session update goes out in the owner’s name, or that of a moderator', async () => {
      const [ana = '', ben = '', cleo = ''] = await people('ana', 'ben', 'cleo');
      const key = newId('session');
      await backend.room([ana, ben], { key });
      await backend.done('PUT', `/rooms/${key}/members/${cleo}`, { role: 'moderator' });
      const live = await connectWith(gateway, await backend.tokenFor(ben));
      live.send({ type: 'join_room', data: { roomId: key } });
      await live.next('room_joined');

      const data = { status: 'live', slide: 3 };
      expect(await backend.done('POST', `/rooms/${key}/announcements`, { data })).toMatchObject({ room: { key } });
      expect(payloadOf(await live.next('live_session_update'))).toMatchObject(data);
      await backend.done('POST', `/rooms/${key}/announcements`, { data: { slide: 4 }, senderId: cleo });
      expect(payloadOf(await live.next('live_session_update'))).toMatchObject({ slide: 4 });

      const path = `/rooms/${key}/announcements`;
      await backend.refused(403, 'FORBIDDEN', 'POST', path, { data, senderId: ben });
      await backend.refused(404, 'USER_NOT_FOUND', 'POST', path, { data, senderId: 'nobody' });
      await backend.refused(400, 'INVALID', 'POST', path, { data: 'live' }, 'data');
      await backend.refused(413, 'TOO_LARGE', 'POST', path, { data: { text: 'x'.repeat(16 * 1024) } }, 'data');
      await backend.refused(400, 'INVALID', 'POST', '/rooms/lobby/announcements', { data }, 'senderId');
    });
  });

  describe('notifications', () => {
    it('go to people, or to everybody of a room', async () => {
      const [ana = '', ben = ''] = await people('ana', 'ben');
      const word = { title: 'Class begins', body: 'In five minutes', data: { lesson: 7 } };
      const answer = await backend.ask('POST', '/notifications', {
        ...word,
        userIds: [ana, ben, ana, 'nobody'],
        collapseKey: 'class',
      });
      expect(answer).toMatchObject({ status: 202, body: { recipients: 2 } });
      const roomId = await backend.room([ana, ben]);
      expect(await backend.done('POST', '/notifications', { ...word, roomId })).toEqual({ recipients: 2 });
    });

    it.each([
      ['nobody', {}, 'INVALID', 'userIds'],
      ['an empty list', { userIds: [] }, 'INVALID', 'userIds'],
      ['people and a room', { userIds: ['a'], roomId: 'b' }, 'INVALID', 'userIds'],
      ['1,001 people', { userIds: Array.from({ length: 1_001 }, (_, index) => `u${index}`) }, 'INVALID', 'userIds'],
      ['numbers', { userIds: [1] }, 'INVALID', 'userIds'],
      ['no title', { userIds: ['a'], title: '' }, 'INVALID', 'title'],
      ['a long body', { userIds: ['a'], body: 'x'.repeat(2_001) }, 'INVALID', 'body'],
      ['much data', { userIds: ['a'], data: { x: 'x'.repeat(2_048) } }, 'TOO_LARGE', 'data'],
      ['no room of that name', { roomId: 'nothing-at-all' }, 'ROOM_NOT_FOUND', undefined],
    ])('refuses %s', async (_what, more, code, field) => {
      const status = { INVALID: 400, TOO_LARGE: 413, ROOM_NOT_FOUND: 404 }[code] ?? 0;
      await backend.refused(status, code, 'POST', '/notifications', { title: 'T', body: 'B', ...more }, field);
    });
  });

  describe('an Idempotency-Key', () => {
    it('makes a request one: the first answer again, and another request is refused', async () => {
      const [ana = ''] = await people('ana');
      const members = [{ userId: ana, role: 'owner' }];
      const key = newId('idem');
      const room = await backend.done('POST', '/rooms', { title: 'Once', members }, key);
      expect(await backend.ask('POST', '/rooms', { members, title: 'Once' }, key)).toMatchObject({ status: 201, body: room });
      const others: [string, string, JsonObject][] = [
        ['POST', '/rooms', { title: 'Twice', members }],
        ['POST', `/rooms/${String(room.id)}/close`, {}],
        ['PATCH', `/rooms/${String(room.id)}`, { title: 'Twice' }],
      ];
      for (const [method, path, body] of others) {
        expect(await backend.ask(method, path, body, key)).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_CONFLICT' } });
      }
      const says = { senderId: ana, text: 'Once' };
      const once = newId('idem');
      const message = await backend.done('POST', `/rooms/${String(room.id)}/messages`, says, once);
      expect(await backend.done('POST', `/rooms/${String(room.id)}/messages`, says, once)).toEqual(message);
      expect(await backend.done('POST', `/rooms/${String(room.id)}/messages`, says)).toMatchObject({ seq: 2 });
    });

    it('is each API key’s own, and means nothing to a question', async () => {
      const [ana = ''] = await people('ana');
      const key = newId('idem');
      const other = new Backend(gateway, (await makeKey(gateway, ALL_SCOPES)).key);
      await backend.done('POST', '/notifications', { userIds: [ana], title: 'A', body: 'B' }, key);
      expect(await other.done('POST', '/notifications', { userIds: [ana], title: 'C', body: 'D' }, key)).toEqual({
        recipients: 1,
      });
      expect((await backend.ask('GET', `/users/${ana}`, undefined, key)).status).toBe(200);
    });

    it('that was refused may be used again', async () => {
      const [ana = ''] = await people('ana');
      const key = newId('idem');
      expect((await backend.ask('PUT', `/users/${ana}`, { name: '' }, key)).status).toBe(400);
      expect(await backend.done('PUT', `/users/${ana}`, { name: 'Ana again' }, key)).toMatchObject({ name: 'Ana again' });
    });

    it('with an answer that is empty gets it again, and it is not done again', async () => {
      const [ana = ''] = await people('ana');
      const key = newId('idem');
      expect((await backend.ask('POST', `/users/${ana}/ban`, undefined, key)).status).toBe(204);
      await backend.done('DELETE', `/users/${ana}/ban`);
      expect((await backend.ask('POST', `/users/${ana}/ban`, undefined, key)).status).toBe(204);
      expect(await backend.done('GET', `/users/${ana}`)).toMatchObject({ bannedAt: null });
    });

    it.each(['', 'x'.repeat(256), 'ü'])('is not %.10s', async (key) => {
      const [ana = ''] = await people('ana');
      const { status, body } = await backend.ask('POST', `/users/${ana}/ban`, undefined, key);
      expect({ status, body }).toMatchObject({ status: 400, body: { code: 'INVALID', field: 'Idempotency-Key' } });
    });

    it('with a body that is too deep is refused as any', async () => {
      const deep = `{"title":"T","body":"B","data":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_001)}`;
      for (const key of [undefined, newId('idem')]) {
        const answer = await backend.ask('POST', '/notifications', deep, key);
        expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID' } });
      }
    });

    it('holds after a restart', async () => {
      const [ana = ''] = await people('ana');
      const key = newId('idem');
      const body = { members: [{ userId: ana, role: 'owner' }] };
      const room = await backend.done('POST', '/rooms', body, key);
      await gateway.kill();
      await gateway.restart();
      expect(await backend.done('POST', '/rooms', body, key)).toEqual(room);
    });
  });
});
