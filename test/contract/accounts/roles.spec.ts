import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newUsername } from '../../support/accounts.js';
import { aString, aTime, aUuid, dataOf } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { call, type HttpAnswer } from '../../support/http-client.js';
import { appToken, newId } from '../../support/tokens.js';
import { eventually, within } from '../../support/wait.js';
import { SocketClient } from '../../support/socket-client.js';
import { closeAll, connectLyceum, WAYS } from '../lyceum/lyceum-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { expectProblem, logInAgain, newLogin, refresh, statusOf, type Login } from './logins.js';

const SOON_MS = 2_000;
const PASSWORD = 'correct horse battery staple';

describe('roles', () => {
  const adminName = newUsername('root');
  const laterName = newUsername('later');
  let gateway: Gateway;
  let admin: Login;

  beforeAll(async () => {
    gateway = await startGateway({
      env: { ...ROOMY, ADMIN_USERNAMES: `${adminName.toUpperCase()}, ${laterName}`, MENTOR_SIGNUP: 'invite' },
    });
    admin = await newLogin(gateway, adminName);
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  const setRole = (by: Login, { id }: { id: string }, role: unknown): Promise<HttpAnswer> =>
    call(gateway, 'PATCH', `/api/users/${id}/role`, { token: by.token, body: { role } });
  const ban = (by: Login, { id }: { id: string }): Promise<HttpAnswer> =>
    call(gateway, 'POST', `/api/users/${id}/ban`, { token: by.token });
  const unban = (by: Login, { id }: { id: string }): Promise<HttpAnswer> =>
    call(gateway, 'DELETE', `/api/users/${id}/ban`, { token: by.token });
  const roleOf = async ({ token }: Login): Promise<unknown> => (await call(gateway, 'GET', '/api/auth/me', { token })).body.role;
  const signUp = (body: object): Promise<HttpAnswer> =>
    call(gateway, 'POST', '/api/auth/register', { body: { username: newUsername(), password: PASSWORD, ...body } });

  it('ADMIN_USERNAMES makes an administrator of whoever registers so, in any case', async () => {
    expect(await roleOf(admin)).toBe('admin');
  });

  it('ADMIN_USERNAMES makes administrators of accounts that are there at the start', async () => {
    const ana = await newLogin(gateway);
    expect(await roleOf(ana)).toBe('student');
    await gateway.stop();
    await gateway.restart({ ADMIN_USERNAMES: `${adminName},${ana.username}` });
    expect(await roleOf(ana)).toBe('admin');
    expect((await setRole(admin, ana, 'student')).status).toBe(200);
  });

  it.each(WAYS)('a new role reaches a live connection by %s, and what it says from then on', async (way) => {
    const ana = await newLogin(gateway);
    const ben = await connectLyceum(gateway, 'websocket', (await newLogin(gateway)).token);
    const client = await connectLyceum(gateway, way, ana.token);
    const room = dataOf(await client.request('rooms:create', {}));
    const { id, code } = room as { id: string; code: string };
    dataOf(await client.request('rooms:join', { code }));
    dataOf(await ben.request('rooms:join', { code }));

    const answer = await setRole(admin, ana, 'mentor');

    expect(answer).toMatchObject({ status: 200, body: { id: ana.id, username: ana.username, role: 'mentor' } });
    expect(await client.fact('auth:changed', {}, SOON_MS)).toEqual({ user: answer.body });
    expect(dataOf(await client.request('auth:me'))).toMatchObject({ id: ana.id, role: 'mentor' });
    expect(dataOf(await client.request('chat:send', { room: { id }, text: 'Hello' }))).toMatchObject({
      sender: { role: 'mentor' },
    });
    expect(await ben.fact('chat:message', { text: 'Hello' })).toMatchObject({ sender: { id: ana.id, role: 'mentor' } });
    const again = dataOf(await ben.request('rooms:join', { code }));
    expect(again.participants).toContainEqual(
      expect.objectContaining({ user: expect.objectContaining({ id: ana.id, role: 'mentor' }) }),
    );
    await client.settled();
    expect(client.heard('auth:changed')).toHaveLength(1);
    expect(ben.heard('auth:changed')).toEqual([]);
  });

  it('only an administrator gives one, by what the database says and not the token', async () => {
    const [ana, ben] = [await newLogin(gateway), await newLogin(gateway)];
    expectProblem(await setRole(ana, ana, 'admin'), 403, 'FORBIDDEN');

    await setRole(admin, ana, 'admin');
    // The token is the one from when she was a student.
    expect((await setRole(ana, ben, 'mentor')).status).toBe(200);
    const asAdmin = await logInAgain(gateway, ana);
    await setRole(admin, ana, 'student');
    expectProblem(await setRole(asAdmin, ben, 'admin'), 403, 'FORBIDDEN');
    expectProblem(await ban(asAdmin, ben), 403, 'FORBIDDEN');
    expectProblem(await unban(asAdmin, ben), 403, 'FORBIDDEN');
    const appAdmin = { token: appToken({ sub: newId('app'), role: 'admin' }) } as Login;
    expectProblem(await setRole(appAdmin, ben, 'admin'), 403, 'FORBIDDEN');
    expectProblem(await call(gateway, 'PATCH', `/api/users/${ben.id}/role`, { body: { role: 'admin' } }), 401, 'UNAUTHENTICATED');
    expect(await roleOf(ben)).toBe('mentor');
  });

  it('the last administrator stays one, also when two dismiss each other', async () => {
    expectProblem(await setRole(admin, admin, 'student'), 409, 'CONFLICT');
    expectProblem(await ban(admin, admin), 409, 'CONFLICT');
    const ana = await newLogin(gateway);
    await setRole(admin, ana, 'admin');

    const answers = await Promise.all([setRole(admin, ana, 'student'), setRole(ana, admin, 'student')]);

    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403]);
    const [survivor, other] = (await roleOf(admin)) === 'admin' ? [admin, ana] : [ana, admin];
    expect(await roleOf(other)).toBe('student');
    await setRole(survivor, admin, 'admin');
    await setRole(admin, ana, 'student');
  });

  it('administrators see who did what, page by page, and nobody else does', async () => {
    const [ana, { id: adminId }] = [await newLogin(gateway), await logInAgain(gateway, admin)];
    expect((await setRole(admin, ana, 'mentor')).status).toBe(200);
    expect((await ban(admin, ana)).status).toBe(204);
    expect((await unban(admin, ana)).status).toBe(204);
    const audit = (query: string, by = admin) => call(gateway, 'GET', `/api/admin/audit${query}`, { token: by.token });
    const event = (action: string) => {
      return {
        id: aUuid,
        at: aTime,
        actor: { kind: 'admin', id: adminId, name: aString },
        action,
        target: ana.id,
        targetName: ana.username,
        address: aString,
        outcome: 'done',
      };
    };

    const first = await audit(`?target=${ana.id}&limit=2`);
    expect(first).toEqual({
      status: 200,
      body: { events: [event('users.unban'), event('users.ban')], hasMore: true, cursor: aUuid },
    });
    const second = await audit(`?target=${ana.id}&actor=${adminId}&before=${String(first.body.cursor)}`);
    expect(second.body).toEqual({ events: [event('users.role')], hasMore: false, cursor: null });
    expect((await audit(`?target=${ana.id}&actor=${ana.id}`)).body).toEqual({ events: [], hasMore: false, cursor: null });
    expect((await audit('')).body.events).toContainEqual(event('users.unban'));

    expectProblem(await audit('', await newLogin(gateway)), 403, 'FORBIDDEN');
    expectProblem(await call(gateway, 'GET', '/api/admin/audit'), 401, 'UNAUTHENTICATED');
    for (const query of ['?limit=0', '?limit=201', '?before=1', '?target=', '?actor=a%00b']) {
      expectProblem(await audit(query), 400, 'INVALID');
    }
  });

  it.each([
    ['another word', 'owner'],
    ['a number', 1],
    ['nothing', undefined],
    ['a list', ['admin']],
  ])('refuses %s for a role', async (_what, role) => {
    expectProblem(await setRole(admin, await newLogin(gateway), role), 400, 'INVALID');
  });

  it.each(['nobody', 'a%00b', '..%2f..', encodeURIComponent('💥'.repeat(50))])('knows nobody called %s', async (id) => {
    expectProblem(await setRole(admin, { id }, 'mentor'), 404, 'USER_NOT_FOUND');
    expectProblem(await ban(admin, { id }), 404, 'USER_NOT_FOUND');
  });

  describe('a ban', () => {
    it('closes all connections, refuses every token and every login; its end lets a new login in', async () => {
      const ana = await newLogin(gateway);
      const clients = await Promise.all(WAYS.map((way) => connectLyceum(gateway, way, ana.token)));

      expect((await ban(admin, ana)).status).toBe(204);

      await within(SOON_MS, 'all closed', Promise.all(clients.map(({ closed }) => closed)));
      expect(clients[0]!.heard('error')).toEqual([
        expect.objectContaining({ code: 'FORBIDDEN', message: 'This account is banned.' }),
      ]);
      expectProblem(await call(gateway, 'GET', '/api/auth/me', { token: ana.token }), 403, 'FORBIDDEN');
      expect(await SocketClient.connectError(gateway, { auth: { token: ana.token, dialect: 'lyceum' } })).toMatchObject({
        data: { code: 'FORBIDDEN' },
      });
      const { username, password } = ana;
      const logIn = (secret: string) => call(gateway, 'POST', '/api/auth/login', { body: { username, password: secret } });
      expectProblem(await logIn(password), 403, 'FORBIDDEN');
      // Only who knows the password learns of the ban.
      expectProblem(await logIn('not the password'), 401, 'INVALID_CREDENTIALS');
      expect((await ban(admin, ana)).status).toBe(204);

      expect((await unban(admin, ana)).status).toBe(204);
      expectProblem(await refresh(gateway, ana.refreshToken), 401, 'SESSION_REVOKED');
      expect(await statusOf(gateway, ana.token)).toBe(401);
      expect(await statusOf(gateway, (await logInAgain(gateway, ana)).token)).toBe(200);
    });

    it('reaches people of the app, whose tokens say not when they were made', async () => {
      const id = newId('app');
      const token = appToken({ sub: id });
      const client = await connectLyceum(gateway, 'raw', token);
      expect((await ban(admin, { id })).status).toBe(204);
      await within(SOON_MS, 'closed', client.closed);
      expect(await statusOf(gateway, token)).toBe(403);
    });
  });

  describe('registering as a mentor', () => {
    const invite = async (): Promise<string> => {
      const { status, body } = await call(gateway, 'POST', '/api/mentor-invitations', { token: admin.token });
      expect({ status, body }).toEqual({ status: 201, body: { code: expect.any(String), expiresAt: aTime } });
      return body.code as string;
    };

    it('takes an invitation, which is good once', async () => {
      const code = await invite();

      const answers = await Promise.all([1, 2, 3].map(() => signUp({ role: 'mentor', invite: code })));

      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 400, 400]);
      expect(answers.find(({ status }) => status === 201)?.body.user).toMatchObject({ role: 'mentor' });
      expectProblem(await signUp({ role: 'mentor', invite: code }), 400, 'INVALID');
    });

    it('uses no invitation up when the name is taken', async () => {
      const code = await invite();
      expectProblem(await signUp({ username: admin.username, role: 'mentor', invite: code }), 409, 'USERNAME_TAKEN');
      expect((await signUp({ role: 'mentor', invite: code })).status).toBe(201);
    });

    it.each([
      ['none', {}],
      ['a wrong one', { invite: 'x'.repeat(43) }],
      ['a number', { invite: 1 }],
      ['a NUL', { invite: 'a\0' }],
    ])('is refused with %s', async (_what, body) => {
      expectProblem(await signUp({ role: 'mentor', ...body }), 400, 'INVALID');
    });

    it('invitations are for administrators to make', async () => {
      const { token } = await newLogin(gateway);
      expectProblem(await call(gateway, 'POST', '/api/mentor-invitations', { token }), 403, 'FORBIDDEN');
      expectProblem(await call(gateway, 'POST', '/api/mentor-invitations'), 401, 'UNAUTHENTICATED');
    });

    it('is refused where an administrator makes mentors, and open where it says so; a student may always come', async () => {
      for (const [mode, status] of [
        ['admin', 403],
        ['open', 201],
      ] as const) {
        await gateway.stop();
        await gateway.restart({ MENTOR_SIGNUP: mode });
        expect((await signUp({ role: 'mentor' })).status).toBe(status);
        await eventually(async () => {
          expect((await signUp({ role: 'student' })).body.user).toMatchObject({ role: 'student' });
        });
      }
    });
  });
});
