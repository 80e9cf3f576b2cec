import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newUsername } from '../../support/accounts.js';
import { makeKey } from '../../support/command-line.js';
import { aTime } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { call } from '../../support/http-client.js';
import { SocketClient } from '../../support/socket-client.js';
import { appToken, newId } from '../../support/tokens.js';
import { eventually, within } from '../../support/wait.js';
import { newLogin, statusOf } from '../accounts/logins.js';
import { closeAll, connectLyceum, WAYS } from '../lyceum/lyceum-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { connectWith } from '../skill-lift/live-session.js';
import { ALL_SCOPES, Backend } from './backend.js';

const SOON_MS = 2_000;

describe('the app’s backend and its people', () => {
  const adminName = newUsername('root');
  let gateway: Gateway;
  let backend: Backend;

  beforeAll(async () => {
    gateway = await startGateway({ env: { ...ROOMY, RATE_SERVER_API_PER_SECOND: '1000', ADMIN_USERNAMES: adminName } });
    backend = new Backend(gateway, (await makeKey(gateway, ALL_SCOPES)).key);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  describe('announcing', () => {
    it('makes somebody known before they come, and says of them what the app says', async () => {
      const id = newId('ana');
      const username = newUsername();
      const said = {
        name: 'Ana 💜',
        username,
        avatarUrl: 'https://app.example/ana.png',
        email: 'Ana@app.example',
        role: 'mentor',
      };
      const known = { id, ...said, guest: false, issuer: 'app', bannedAt: null };
      expect(await backend.ask('PUT', `/users/${id}`, said)).toMatchObject({ status: 200, body: known });
      expect((await backend.ask('GET', `/users/${id}`)).body).toEqual(known);

      const me = await call(gateway, 'GET', '/api/auth/me', { token: appToken({ sub: id, role: 'student' }) });
      expect(me.body).toEqual({ id, ...said, guest: false });
    });

    it('changes what is said anew, leaves what is not, and takes away what is empty', async () => {
      const id = await backend.announce('ben', { username: newUsername(), email: 'ben@app.example', role: 'mentor' });
      const before = await backend.done('GET', `/users/${id}`);
      expect(await backend.done('PUT', `/users/${id}`, { name: 'Benjamin' })).toEqual({ ...before, name: 'Benjamin' });
      const after = { ...before, name: 'B', username: null, email: null, role: 'student' };
      expect(await backend.done('PUT', `/users/${id}`, { name: 'B', username: '', email: '', role: 'student' })).toEqual(after);
    });

    it.each(WAYS)('a live connection by %s hears what changed, and nothing of what did not', async (way) => {
      const id = await backend.announce('cleo');
      const client = await connectLyceum(gateway, way, await backend.tokenFor(id));
      await backend.done('PUT', `/users/${id}`, { name: 'cleo', email: 'cleo@app.example' });
      await backend.done('PUT', `/users/${id}`, { name: 'Cleopatra' });
      expect(await client.fact('auth:changed', {}, SOON_MS)).toMatchObject({ user: { id, name: 'Cleopatra' } });
      await client.settled();
      expect(client.heard('auth:changed')).toHaveLength(1);
    });

    it('takes 500 at once, all or none', async () => {
      const users = Array.from({ length: 500 }, (_, index) => ({ id: newId(`crowd${index}`), name: `Somebody ${index}` }));
      expect(await backend.done('POST', '/users', { users })).toEqual({ created: 500, changed: 0 });
      const [first, ...rest] = users;
      expect(await backend.done('POST', '/users', { users: [{ ...first, name: 'Else' }, ...rest] })).toEqual({
        created: 0,
        changed: 1,
      });

      const { id } = await newLogin(gateway);
      const two = [
        { id: newId('dora'), name: 'Dora' },
        { id, name: 'Mine now' },
      ];
      await backend.refused(409, 'IDENTITY_CONFLICT', 'POST', '/users', { users: two }, 'users.1.id');
      await backend.refused(404, 'USER_NOT_FOUND', 'GET', `/users/${two[0]!.id}`);
      await backend.refused(400, 'INVALID', 'POST', '/users', { users: [...users, { id: newId('one-more'), name: 'Too many' }] });
    });

    it('somebody of another issuer is not the app’s to tell of', async () => {
      const { id } = await newLogin(gateway);
      await backend.refused(409, 'IDENTITY_CONFLICT', 'PUT', `/users/${id}`, { name: 'Mine now' }, 'id');
      await backend.refused(409, 'IDENTITY_CONFLICT', 'POST', '/tokens', { userId: id });
      expect(await backend.done('GET', `/users/${id}`)).toMatchObject({ id, issuer: 'lyceum' });
    });

    it('a username is one person’s, whatever its case', async () => {
      const username = newUsername();
      await backend.announce('eve', { username });
      const other = newId('eva');
      const body = { name: 'Eva', username: username.toUpperCase() };
      await backend.refused(409, 'USERNAME_TAKEN', 'PUT', `/users/${other}`, body, 'username');
      const users = [{ id: other, ...body }];
      await backend.refused(409, 'USERNAME_TAKEN', 'POST', '/users', { users }, 'users.0.username');
      const twins = ['x', 'y'].map((stem) => ({ id: newId(stem), name: stem, username: `${username}2` }));
      await backend.refused(409, 'USERNAME_TAKEN', 'POST', '/users', { users: twins }, 'users.1.username');
    });

    it.each([
      ['no name', {}, 'name'],
      ['an empty name', { name: ' ' }, 'name'],
      ['a long name', { name: 'x'.repeat(65) }, 'name'],
      ['a name with NUL', { name: 'a\0' }, undefined],
      ['the role of an administrator', { name: 'A', role: 'admin' }, 'role'],
      ['an avatar that is a script', { name: 'A', avatarUrl: 'javascript:alert(1)' }, 'avatarUrl'],
      ['an email that is none', { name: 'A', email: 'nobody' }, 'email'],
      ['a username with a blank', { name: 'A', username: 'a b c' }, 'username'],
      ['a username in the server’s name', { name: 'A', username: 'Lyceum' }, 'username'],
      ['a list', [], undefined],
    ])('refuses %s', async (_what, body, field) => {
      await backend.refused(400, 'INVALID', 'PUT', `/users/${newId('bad')}`, body, field);
    });

    it.each(['guest:ana', '%20', 'x'.repeat(129), 'a%00b'])('refuses the id %s', async (id) => {
      const { status, body } = await backend.ask('PUT', `/users/${id}`, { name: 'A' });
      expect({ status, body }).toMatchObject({ status: 400, body: { code: 'INVALID' } });
    });
  });

  describe('tokens', () => {
    it('let their person in by every protocol', async () => {
      const id = newId('fred');
      const answer = await backend.ask('POST', '/tokens', { userId: id, ttlSeconds: 60, user: { name: 'Fred' } });
      expect(answer).toMatchObject({ status: 200, body: { expiresAt: aTime, user: { id, name: 'Fred', guest: false } } });
      expect(answer.headers.get('cache-control')).toBe('no-store');
      const token = answer.body.token as string;

      for (const way of WAYS) {
        const client = await connectLyceum(gateway, way, token);
        expect(client.hello).toMatchObject({ user: { id, name: 'Fred' } });
      }
      for (const dialect of ['chatroom', 'direct-messages', 'instant-mentor']) {
        const client = await SocketClient.connect(gateway, { auth: { token, dialect } });
        expect(await client.request('contract:settled', {})).toBeDefined();
      }
      const live = await connectWith(gateway, token);
      expect(await live.next('connected')).toMatchObject({ payload: { userId: id } });
      expect(await statusOf(gateway, token)).toBe(200);
    });

    it('are of people who are announced, and not banned', async () => {
      await backend.refused(404, 'USER_NOT_FOUND', 'POST', '/tokens', { userId: newId('nobody') });
      const id = await backend.announce('gus');
      await backend.done('POST', `/users/${id}/ban`);
      await backend.refused(403, 'FORBIDDEN', 'POST', '/tokens', { userId: id });
    });

    it('are no way to an administrator’s rights, whenever they were made', async () => {
      const { token: adminToken } = await newLogin(gateway, adminName);
      const id = await backend.announce('boss');
      const token = await backend.tokenFor(id);
      const live = await connectLyceum(gateway, 'websocket', token);
      const own = await connectLyceum(gateway, 'websocket', appToken({ sub: id }));
      const promote = (by: string, whom: string) =>
        call(gateway, 'PATCH', `/api/users/${whom}/role`, { token: by, body: { role: 'admin' } });
      expect((await promote(adminToken, id)).status).toBe(200);

      await within(SOON_MS, 'closed', live.closed);
      await backend.refused(403, 'FORBIDDEN', 'POST', '/tokens', { userId: id });
      await backend.refused(403, 'FORBIDDEN', 'POST', '/tokens', { userId: id, user: { name: 'Boss', role: 'student' } });
      expect(await promote(token, await backend.announce('friend'))).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
      expect(await statusOf(gateway, token)).toBe(403);

      // Whom the app itself lets in stays, and is what they were made.
      expect(await own.fact('auth:changed', {}, SOON_MS)).toMatchObject({ user: { id, role: 'admin' } });
      expect((await promote(appToken({ sub: id }), await backend.announce('friend'))).status).toBe(200);
    });

    it.each([
      ['nobody', {}],
      ['less than a minute', { ttlSeconds: 59 }],
      ['more than a day', { ttlSeconds: 86_401 }],
      ['half a second', { ttlSeconds: 60.5 }],
      ['text for seconds', { ttlSeconds: '60' }],
    ])('are refused for %s', async (what, more) => {
      const named = what === 'nobody' ? {} : { userId: newId('h') };
      await backend.refused(400, 'INVALID', 'POST', '/tokens', { ...named, ...more });
    });

    it('a repeated request gets a token of its own', async () => {
      const userId = await backend.announce('ida');
      const key = newId('token');
      const [one, two] = [
        await backend.done('POST', '/tokens', { userId }, key),
        await backend.done('POST', '/tokens', { userId }, key),
      ];
      expect([await statusOf(gateway, one.token as string), await statusOf(gateway, two.token as string)]).toEqual([200, 200]);
      expect(one.token).not.toBe(two.token);
      const other = await backend.ask('POST', '/tokens', { userId, ttlSeconds: 100 }, key);
      expect(other).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_CONFLICT' } });
    });
  });

  describe('putting somebody out', () => {
    it('disconnect closes their connections, and they may come back with the same token', async () => {
      const id = await backend.announce('jo');
      const token = await backend.tokenFor(id);
      const clients = await Promise.all(WAYS.map((way) => connectLyceum(gateway, way, token)));
      const witness = await connectLyceum(gateway, 'raw', await backend.tokenFor(await backend.announce('witness')));

      expect(await backend.ask('POST', `/users/${id}/disconnect`)).toMatchObject({ status: 204, body: {} });

      await within(SOON_MS, 'all closed', Promise.all(clients.map(({ closed }) => closed)));
      const back = await connectLyceum(gateway, 'websocket', token);
      // Nodes look for themselves, too, what was decided lately.
      await new Promise((resolve) => setTimeout(resolve, SOON_MS));
      await back.settled();
      await witness.settled();
    });

    it('disconnect with revokeTokens ends the tokens until now, and a new one is good', async () => {
      const id = await backend.announce('kim');
      const token = await backend.tokenFor(id);
      const client = await connectLyceum(gateway, 'websocket', token);
      await backend.done('POST', `/users/${id}/disconnect`, { revokeTokens: true });
      await within(SOON_MS, 'closed', client.closed);
      expect(await statusOf(gateway, token)).toBe(401);
      await eventually(async () => expect(await statusOf(gateway, await backend.tokenFor(id))).toBe(200));
    });

    it('a ban keeps them out until it is lifted', async () => {
      const id = await backend.announce('lou');
      const token = await backend.tokenFor(id);
      const client = await connectLyceum(gateway, 'raw', token);
      expect((await backend.ask('POST', `/users/${id}/ban`)).status).toBe(204);
      await within(SOON_MS, 'closed', client.closed);
      expect(await statusOf(gateway, token)).toBe(403);
      expect(await backend.done('GET', `/users/${id}`)).toMatchObject({ bannedAt: aTime });
      expect((await backend.ask('DELETE', `/users/${id}/ban`)).status).toBe(204);
      expect(await statusOf(gateway, await backend.tokenFor(id))).toBe(200);
    });

    it.each([
      ['POST', 'disconnect'],
      ['POST', 'ban'],
      ['DELETE', 'ban'],
    ])('%s %s of nobody is refused', async (method, what) => {
      await backend.refused(404, 'USER_NOT_FOUND', method, `/users/${newId('nobody')}/${what}`);
      await backend.refused(404, 'USER_NOT_FOUND', method, `/users/a%00b/${what}`);
    });
  });

  describe('who is here', () => {
    it('tells of people by their ids, and pages through all who are online', async () => {
      const [ana, ben] = [await backend.announce('ana'), await backend.announce('ben')];
      const client = await connectLyceum(gateway, 'websocket', await backend.tokenFor(ana));
      await eventually(async () => {
        const { users } = await backend.done('GET', `/presence?userIds=${ana},${ben},nobody-at-all`);
        expect(users).toEqual([
          expect.objectContaining({ user: expect.objectContaining({ id: ana }), state: 'online', devices: 1 }),
          expect.objectContaining({ state: 'offline', devices: 0 }),
          expect.objectContaining({ user: expect.objectContaining({ id: 'nobody-at-all' }), state: 'offline' }),
        ]);
      });
      const other = await connectLyceum(gateway, 'raw', await backend.tokenFor(ben));
      await eventually(async () => {
        const first = await backend.done('GET', '/online?limit=1');
        expect(first).toMatchObject({ users: [expect.any(Object)], cursor: expect.any(String) });
        const second = await backend.done('GET', `/online?limit=500&after=${String(first.cursor)}`);
        const ids = [first, second].flatMap(({ users }) => (users as { id: string }[]).map(({ id }) => id));
        expect(ids).toEqual(expect.arrayContaining([ana, ben]));
      });
      expect(dataOfHidden(await client.request('presence:set', { state: 'hidden' }))).toBe(true);
      await eventually(async () => {
        const { users } = await backend.done('GET', `/presence?userIds=${ana}`);
        expect(users).toEqual([expect.objectContaining({ state: 'offline' })]);
      });
      await other.settled();
    });

    it.each([
      '/presence',
      '/presence?userIds=',
      `/presence?userIds=${Array.from({ length: 101 }, (_, index) => `u${index}`).join(',')}`,
      '/presence?userIds=a%00b',
      '/online?limit=0',
      '/online?limit=501',
      '/online?limit=ten',
    ])('refuses %.40s', async (path) => {
      await backend.refused(400, 'INVALID', 'GET', path);
    });
  });
});

function dataOfHidden({ data }: { data?: unknown }): boolean {
  return (data as { hidden: boolean }).hidden;
}
