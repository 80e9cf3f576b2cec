import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newUsername } from '../../support/accounts.js';
import { dataOf } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { call } from '../../support/http-client.js';
import type { JsonObject } from '../../support/inbox.js';
import { appToken } from '../../support/tokens.js';
import { expectProblem, newLogin, type Login } from '../accounts/logins.js';
import { closeAll } from '../lyceum/lyceum-client.js';
import { newPerson, roomOf, say, type Person } from '../lyceum/shapes.js';
import { ROOMY, START_MS } from '../settings.js';
import { appPerson, askForMessages, contentOf, expectInvalid } from './asking.js';

const NOWHERE = '01890a5d-ac96-774b-bcce-b302099a8057';

const seqs = (messages: unknown): number[] => (messages as { seq: number }[]).map(({ seq }) => seq);

describe('messages of a room over HTTP', () => {
  const adminName = newUsername('root');
  let gateway: Gateway;
  let admin: Login;
  let ana: Person;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, RATE_READ_PER_SECOND: '1000', ADMIN_USERNAMES: adminName } });
    admin = await newLogin(gateway, adminName);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  async function roomWith(count: number): Promise<JsonObject> {
    ana = await newPerson(gateway, 'websocket');
    const room = await roomOf(ana);
    for (let seq = 1; seq <= count; seq += 1) await say(ana, room, `message ${seq}`);
    return room;
  }

  it.each<[string, Record<string, number>]>([
    ['the newest', {}],
    ['so many of them', { limit: 3 }],
    ['those before a number', { before: 9, limit: 4 }],
    ['those after a number', { after: 2, limit: 4 }],
    ['those around a number', { around: 6, limit: 5 }],
    ['those after the last', { after: 12 }],
    ['those before the first', { before: 1 }],
  ])('are %s, just as chat:history answers', async (_, page) => {
    const room = await roomWith(12);
    const edited = await say(ana, room, 'Hello', { metadata: { topic: 'maths' } });
    dataOf(await ana.client.request('chat:react', { messageId: edited.id, emoji: '👍', on: true }));

    const query = Object.fromEntries(Object.entries(page).map(([name, value]) => [name, String(value)]));
    const answer = contentOf(await askForMessages(gateway, ana.token, room.id, query));

    expect(answer).toEqual(dataOf(await ana.client.request('chat:history', { room: { id: room.id }, ...page })));
  });

  it('are there before a socket is up', async () => {
    const room = await roomWith(2);
    await ana.client.close();

    const { messages, hasMore } = contentOf(await askForMessages(gateway, ana.token, (room.id as string).toUpperCase()));

    expect(seqs(messages)).toEqual([1, 2]);
    expect(hasMore).toBe(false);
  });

  it('come whole when pages are turned backwards, while more is said', async () => {
    const room = await roomWith(11);
    const all: number[] = [];

    for (let before: number | undefined, hasMore: unknown = true; hasMore === true; before = all[0]) {
      const query: Record<string, string> = before === undefined ? { limit: '3' } : { limit: '3', before: String(before) };
      const page = contentOf(await askForMessages(gateway, ana.token, room.id, query));
      all.unshift(...seqs(page.messages));
      ({ hasMore } = page);
      await say(ana, room, 'meanwhile');
    }

    expect(all).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  describe('are not for', () => {
    it('strangers, to whom a private room is no room', async () => {
      ana = await newPerson(gateway, 'websocket');
      const room = dataOf(await ana.client.request('rooms:create', { visibility: 'private' }));
      dataOf(await ana.client.request('rooms:join', { id: room.id }));
      await say(ana, room, 'between us');
      const { token } = await appPerson(gateway, 'Stranger');
      contentOf(await askForMessages(gateway, ana.token, room.id));

      const hidden = await askForMessages(gateway, token, room.id);

      expectProblem(hidden, 404, 'ROOM_NOT_FOUND');
      expect(await askForMessages(gateway, token, NOWHERE)).toEqual(hidden);
    });

    it('strangers of a room that is no secret, or who has left it', async () => {
      const room = await roomWith(1);
      const ben = await newPerson(gateway, 'websocket');
      expectProblem(await askForMessages(gateway, ben.token, room.id), 403, 'NOT_A_MEMBER');
      dataOf(await ben.client.request('rooms:join', { code: room.code }));
      contentOf(await askForMessages(gateway, ben.token, room.id));

      dataOf(await ben.client.request('rooms:leave', { room: { id: room.id } }));

      expectProblem(await askForMessages(gateway, ben.token, room.id), 403, 'NOT_A_MEMBER');
    });

    it('who is banned from the room', async () => {
      const room = await roomWith(1);
      const ben = await newPerson(gateway, 'websocket');
      dataOf(await ben.client.request('rooms:join', { code: room.code }));
      dataOf(await ana.client.request('rooms:ban', { room: { id: room.id }, userId: ben.id }));

      expectProblem(await askForMessages(gateway, ben.token, room.id), 403, 'NOT_A_MEMBER');
    });

    it('who is banned, shows no token, or one that has expired', async () => {
      const room = await roomWith(1);
      const expired = appToken({ sub: 'nobody' }, { expiresIn: -60 });
      expectProblem(await askForMessages(gateway, expired, room.id), 401, 'TOKEN_EXPIRED');
      expectProblem(await call(gateway, 'GET', `/api/rooms/${String(room.id)}/messages`), 401, 'UNAUTHENTICATED');
      contentOf(await askForMessages(gateway, ana.token, room.id));

      expect((await call(gateway, 'POST', `/api/users/${ana.id}/ban`, { token: admin.token })).status).toBe(204);

      expectProblem(await askForMessages(gateway, ana.token, room.id), 403, 'FORBIDDEN');
    });
  });

  describe('are not given for', () => {
    it.each([
      ['an id that is none', 'lobby', '', 'id'],
      ['a NUL', '%00', '', 'id'],
      ['half an id', NOWHERE.slice(0, 20), '', 'id'],
      ['an id of 10,000 characters', 'a'.repeat(10_000), '', 'id'],
      ['a pattern', '%25', '', 'id'],
      ['two places', NOWHERE, 'before=5&after=1', 'before'],
      ['a place of words', NOWHERE, 'before=first', 'before'],
      ['a place below nothing', NOWHERE, 'after=-1', 'after'],
      ['a broken place', NOWHERE, 'around=1.5', 'around'],
      ['no place', NOWHERE, 'before=', 'before'],
      ['a place that no number can say', NOWHERE, 'before=9007199254740993', 'before'],
      ['a place with a NUL', NOWHERE, 'before=1%00', 'before'],
      ['the same place twice', NOWHERE, 'before=1&before=1', 'before'],
      ['10,000 digits', NOWHERE, `after=${'1'.repeat(10_000)}`, 'after'],
      ['a limit of nothing', NOWHERE, 'limit=0', 'limit'],
      ['too large a limit', NOWHERE, 'limit=101', 'limit'],
    ])('%s', async (_, id, query, field) => {
      expectInvalid(await call(gateway, 'GET', `/api/rooms/${id}/messages?${query}`, { token: admin.token }), field);
    });

    it('a URL that cannot be decoded', async () => {
      expectProblem(await call(gateway, 'GET', '/api/rooms/%E0%A4%A/messages', { token: admin.token }), 400, 'INVALID');
    });
  });
});
