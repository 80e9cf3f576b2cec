import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aTime, aUuid, dataOf, expectRefusal } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { call } from '../../support/http-client.js';
import { RawClient } from '../../support/raw-client.js';
import { SocketClient } from '../../support/socket-client.js';
import { appToken, newId, secondsFromNow } from '../../support/tokens.js';
import { within } from '../../support/wait.js';
import { closeAll, connectLyceum, WAYS, type LyceumClient } from '../lyceum/lyceum-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { expectProblem, logInAgain, loginOf, newLogin, refresh, sessionsOf, statusOf } from './logins.js';

/** Access that was taken away is gone from live connections within so long. */
const SOON_MS = 2_000;

describe('login sessions', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
  }, START_MS);
  afterEach(closeAll);
  afterAll(() => gateway.stop());

  const connectEveryWay = (token: string): Promise<LyceumClient[]> =>
    Promise.all(WAYS.map((way) => connectLyceum(gateway, way, token)));
  const allClosed = (clients: LyceumClient[]): Promise<unknown> =>
    within(SOON_MS, 'all closed', Promise.all(clients.map(({ closed }) => closed)));
  const stillOpen = async (clients: LyceumClient[]): Promise<void> => {
    for (const client of clients) expect(await client.request('auth:me')).toMatchObject({ ok: true });
  };
  const post = (path: string, token: string, body?: object) =>
    call(gateway, 'POST', `/api/auth/${path}`, { token, ...(body && { body }) });

  describe('refresh', () => {
    it('answers a new pair, whose tokens are good', async () => {
      const ana = await newLogin(gateway);

      const answer = await refresh(gateway, ana.refreshToken);

      expect(answer).toMatchObject({
        status: 200,
        body: {
          token: expect.any(String),
          username: ana.username,
          user: { id: ana.id },
          expiresAt: aTime,
          refreshToken: expect.any(String),
          refreshExpiresAt: aTime,
        },
      });
      const next = loginOf(answer, ana.password);
      expect(next.refreshToken).not.toBe(ana.refreshToken);
      expect(await statusOf(gateway, next.token)).toBe(200);
      expect(await statusOf(gateway, ana.token)).toBe(200);
      expect((await refresh(gateway, next.refreshToken)).status).toBe(200);
    });

    it('of a token that was used before ends the whole session, and closes its connections', async () => {
      const ana = await newLogin(gateway);
      const other = await logInAgain(gateway, ana);
      const next = loginOf(await refresh(gateway, ana.refreshToken), ana.password);
      const clients = [...(await connectEveryWay(ana.token)), ...(await connectEveryWay(next.token))];
      const bystanders = await connectEveryWay(other.token);

      expectProblem(await refresh(gateway, ana.refreshToken), 401, 'SESSION_REVOKED');

      await allClosed(clients);
      await stillOpen(bystanders);
      expect(clients[0]!.heard('error')).toEqual([expect.objectContaining({ code: 'SESSION_REVOKED' })]);
      for (const token of [ana.token, next.token]) {
        expectProblem(await call(gateway, 'GET', '/api/auth/me', { token }), 401, 'SESSION_REVOKED');
        expect(await SocketClient.connectError(gateway, { auth: { token, dialect: 'lyceum' } })).toMatchObject({
          data: { code: 'SESSION_REVOKED' },
        });
      }
      expectProblem(await refresh(gateway, next.refreshToken), 401, 'SESSION_REVOKED');
      expect((await refresh(gateway, other.refreshToken)).status).toBe(200);
    });

    it('twenty times at once with one token succeeds once at most, and ends the session', async () => {
      const ana = await newLogin(gateway);

      const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(gateway, ana.refreshToken)));

      expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
      expect(answers.filter(({ status }) => status === 401).length).toBeGreaterThanOrEqual(19);
      for (const won of answers.filter(({ status }) => status === 200)) {
        expectProblem(await refresh(gateway, won.body.refreshToken), 401, 'SESSION_REVOKED');
      }
      expect(await statusOf(gateway, ana.token)).toBe(401);
    });

    it.each([
      ['nothing', undefined, 400, 'INVALID'],
      ['a number', 7, 400, 'INVALID'],
      ['a list', ['x'], 400, 'INVALID'],
      ['a NUL', 'a\0b', 400, 'INVALID'],
      ['something nobody has', 'x'.repeat(43), 401, 'UNAUTHENTICATED'],
      ['an empty text', '', 401, 'UNAUTHENTICATED'],
    ])('refuses %s', async (_what, token, status, code) => {
      expectProblem(await refresh(gateway, token), status, code);
    });

    it('takes no access token, nor does anything else take a refresh token', async () => {
      const ana = await newLogin(gateway);

      expectProblem(await refresh(gateway, ana.token), 401, 'UNAUTHENTICATED');
      expectProblem(await call(gateway, 'GET', '/api/auth/me', { token: ana.refreshToken }), 401, 'UNAUTHENTICATED');
      const refused = await SocketClient.connectError(gateway, { auth: { token: ana.refreshToken, dialect: 'lyceum' } });
      expect(refused).toMatchObject({ data: { code: 'UNAUTHENTICATED' } });
      const client = await connectLyceum(gateway, 'raw', ana.token);
      expectRefusal(await client.request('auth:refresh', { token: ana.refreshToken }), 'UNAUTHENTICATED');
    });
  });

  describe('logout', () => {
    it('ends the session that asks and closes its connections, and no others', async () => {
      const ana = await newLogin(gateway);
      const other = await logInAgain(gateway, ana);
      const [mine, others] = [await connectEveryWay(ana.token), await connectEveryWay(other.token)];

      expect(await post('logout', ana.token)).toEqual({ status: 204, body: {} });

      await allClosed(mine);
      await stillOpen(others);
      expectProblem(await call(gateway, 'GET', '/api/auth/me', { token: ana.token }), 401, 'SESSION_REVOKED');
      expectProblem(await refresh(gateway, ana.refreshToken), 401, 'SESSION_REVOKED');
      expectProblem(await post('logout', ana.token), 401, 'SESSION_REVOKED');
    });

    it('of a raw connection closes it with the code that says so', async () => {
      const ana = await newLogin(gateway);
      const client = await RawClient.connect(gateway, `/?token=${ana.token}`, { protocols: ['lyceum.v1'] });

      await post('logout', ana.token);

      expect(await client.closed).toMatchObject({ reason: 'SESSION_REVOKED' });
    });

    it('is refused to a token of the app, which has no session here', async () => {
      expectProblem(await post('logout', appToken({ sub: newId('app') })), 403, 'FORBIDDEN');
    });

    it.each(['logout', 'logout-all', 'password'])('%s wants a token', async (path) => {
      expectProblem(await call(gateway, 'POST', `/api/auth/${path}`), 401, 'UNAUTHENTICATED');
    });
  });

  describe('logout-all', () => {
    it('ends all sessions and closes all connections; a new login is good', async () => {
      const ana = await newLogin(gateway);
      const other = await logInAgain(gateway, ana);
      const bystander = await connectLyceum(gateway, 'raw', (await newLogin(gateway)).token);
      const clients = [...(await connectEveryWay(ana.token)), ...(await connectEveryWay(other.token))];

      expect((await post('logout-all', ana.token)).status).toBe(204);

      const again = await logInAgain(gateway, ana);
      const back = await connectEveryWay(again.token);
      await allClosed(clients);
      expect(await statusOf(gateway, other.token)).toBe(401);
      expectProblem(await refresh(gateway, other.refreshToken), 401, 'SESSION_REVOKED');
      // Nodes carry a revocation out several times; it must never reach what was given afterwards.
      await new Promise((resolve) => setTimeout(resolve, SOON_MS));
      await stillOpen([...back, bystander]);
    });

    it('ends tokens of the app made before, and none made later', async () => {
      const id = newId('app');
      const old = appToken({ sub: id, iat: secondsFromNow(-5) });
      const client = await connectLyceum(gateway, 'raw', old);

      expect((await post('logout-all', old)).status).toBe(204);

      await allClosed([client]);
      expectProblem(await call(gateway, 'GET', '/api/auth/me', { token: old }), 401, 'SESSION_REVOKED');
      expect(await statusOf(gateway, appToken({ sub: id, iat: secondsFromNow(5) }))).toBe(200);
    });
  });

  describe('password', () => {
    it('changes it, ends all other sessions, and gives this one a new pair', async () => {
      const ana = await newLogin(gateway);
      const other = await logInAgain(gateway, ana);
      const [mine, others] = [await connectEveryWay(ana.token), await connectEveryWay(other.token)];
      const newPassword = 'another long password';

      const answer = await post('password', ana.token, { currentPassword: ana.password, newPassword });

      expect(answer.status).toBe(200);
      const next = loginOf(answer, newPassword);
      await allClosed(others);
      await stillOpen(mine);
      expect(await statusOf(gateway, next.token)).toBe(200);
      expect(await statusOf(gateway, other.token)).toBe(401);
      expect((await refresh(gateway, next.refreshToken)).status).toBe(200);
      const { username, password } = ana;
      expectProblem(await call(gateway, 'POST', '/api/auth/login', { body: { username, password } }), 401, 'INVALID_CREDENTIALS');
      await logInAgain(gateway, next);
    });

    it('makes the refresh token from before worthless', async () => {
      const ana = await newLogin(gateway);
      await post('password', ana.token, { currentPassword: ana.password, newPassword: 'another long password' });

      expectProblem(await refresh(gateway, ana.refreshToken), 401, 'SESSION_REVOKED');
    });

    it('wants the current one, and makes whoever guesses it wait', async () => {
      const ana = await newLogin(gateway);
      const guess = (currentPassword: string) => post('password', ana.token, { currentPassword, newPassword: 'long enough' });

      expectProblem(await guess('not the password'), 401, 'INVALID_CREDENTIALS');
      for (let attempt = 1; attempt <= 5; attempt += 1) await guess(`guess ${attempt}`);

      const limited = await guess(ana.password);
      expectProblem(limited, 429, 'RATE_LIMITED');
      expect(limited.body.retryAfterMs).toEqual(expect.any(Number));
    });

    it.each([
      ['a short one', { currentPassword: 'x', newPassword: '12345' }],
      ['a megabyte', { currentPassword: 'x', newPassword: 'x'.repeat(50_000) }],
      ['numbers', { currentPassword: 1, newPassword: 2 }],
      ['nothing', {}],
    ])('refuses %s', async (_what, body) => {
      expectProblem(await post('password', (await newLogin(gateway)).token, body), 400, 'INVALID');
    });

    it('is not for people whose password is kept elsewhere', async () => {
      const body = { currentPassword: 'whatever', newPassword: 'whatever else' };
      expectProblem(await post('password', appToken({ sub: newId('app') }), body), 403, 'FORBIDDEN');
    });
  });

  describe('sessions', () => {
    it('are listed newest first, with what tells them apart', async () => {
      const ana = await newLogin(gateway);
      const other = await logInAgain(gateway, ana);
      const listed = { sid: aUuid, createdAt: aTime, lastUsedAt: aTime, address: '127.0.0.1', userAgent: expect.anything() };

      const sessions = await sessionsOf(gateway, ana.token);

      expect(sessions).toEqual([
        { ...listed, current: false },
        { ...listed, current: true },
      ]);
      const client = await connectLyceum(gateway, 'raw', other.token);
      const asked = dataOf(await client.request('auth:sessions')).sessions as object[];
      expect(asked).toEqual(sessions.map((session) => ({ ...session, current: session.current === false })));
    });

    it('one of them can be ended over HTTP, which closes its connections alone', async () => {
      const ana = await newLogin(gateway);
      const other = await logInAgain(gateway, ana);
      const [mine, others] = [await connectEveryWay(ana.token), await connectEveryWay(other.token)];
      const [{ sid }] = (await sessionsOf(gateway, ana.token)) as [{ sid: string }];

      expect((await call(gateway, 'DELETE', `/api/auth/sessions/${sid}`, { token: ana.token })).status).toBe(204);

      await allClosed(others);
      await stillOpen(mine);
      expect(await sessionsOf(gateway, ana.token)).toHaveLength(1);
      expectProblem(await call(gateway, 'DELETE', `/api/auth/sessions/${sid}`, { token: ana.token }), 404, 'NOT_FOUND');
    });

    it.each(WAYS)('auth:revoke ends another one of one’s own by %s, and one’s own after the answer', async (way) => {
      const ana = await newLogin(gateway);
      const other = await logInAgain(gateway, ana);
      const [mine, theirs] = [await connectLyceum(gateway, way, ana.token), await connectLyceum(gateway, way, other.token)];
      const [newest, oldest] = (await sessionsOf(gateway, ana.token)) as [{ sid: string }, { sid: string }];

      expect(await mine.request('auth:revoke', { sid: newest.sid })).toEqual({ ok: true, data: { sid: newest.sid } });
      await allClosed([theirs]);
      expectRefusal(await mine.request('auth:revoke', { sid: newest.sid }), 'NOT_FOUND');
      expect(await mine.request('auth:revoke', { sid: oldest.sid })).toEqual({ ok: true, data: { sid: oldest.sid } });
      await allClosed([mine]);
    });

    it('of others can’t be ended, nor what is none', async () => {
      const [ana, ben] = [await newLogin(gateway), await newLogin(gateway)];
      const [{ sid }] = (await sessionsOf(gateway, ben.token)) as [{ sid: string }];
      const client = await connectLyceum(gateway, 'websocket', ana.token);

      for (const foreign of [sid, newId('sid'), '01890a5d-ac96-774b-bcce-b302099a8057', '']) {
        expectRefusal(await client.request('auth:revoke', { sid: foreign }), 'NOT_FOUND');
      }
      expectProblem(await call(gateway, 'DELETE', `/api/auth/sessions/${sid}`, { token: ana.token }), 404, 'NOT_FOUND');
      expectProblem(await call(gateway, 'DELETE', '/api/auth/sessions/x', { token: ana.token }), 404, 'NOT_FOUND');
      expect(await statusOf(gateway, ben.token)).toBe(200);
      for (const sidless of [{}, { sid: 7 }, { sid: 'x'.repeat(65) }, { sid: null }]) {
        expectRefusal(await client.request('auth:revoke', sidless), 'INVALID', { field: 'sid' });
      }
    });

    it('are none for people of the app and for guests', async () => {
      const client = await connectLyceum(gateway, 'websocket', appToken({ sub: newId('app') }));
      expect(dataOf(await client.request('auth:sessions'))).toEqual({ sessions: [] });
      expect(await sessionsOf(gateway, appToken({ sub: newId('app') }))).toEqual([]);
    });

    it('auth:refresh is refused with a token of an ended one', async () => {
      const ana = await newLogin(gateway);
      const other = await logInAgain(gateway, ana);
      const client = await connectLyceum(gateway, 'websocket', ana.token);
      await post('logout', other.token);

      expectRefusal(await client.request('auth:refresh', { token: other.token }), 'SESSION_REVOKED');
      expect(await client.request('auth:refresh', { token: ana.token })).toMatchObject({ ok: true });
    });
  });
});
