import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newUsername, register } from '../support/accounts.js';
import { aSentence, aString, aTime, expectFrame } from '../support/expect-frames.js';
import { startGateway, type Gateway } from '../support/gateway.js';
import { call, type HttpAnswer } from '../support/http-client.js';
import { appToken, badTokens, newId } from '../support/tokens.js';
import { ROOMY, START_MS } from './settings.js';

const PASSWORD = 'correct horse battery staple';

describe('accounts over HTTP', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
  }, START_MS);
  afterAll(() => gateway.stop());

  const signUp = (body: object | string): Promise<HttpAnswer> => call(gateway, 'POST', '/api/auth/register', { body });
  const logIn = (body: object | string): Promise<HttpAnswer> => call(gateway, 'POST', '/api/auth/login', { body });
  const me = (token?: string): Promise<HttpAnswer> => call(gateway, 'GET', '/api/auth/me', token === undefined ? {} : { token });

  function expectProblem({ status, body }: HttpAnswer, statusCode: number, code: string): void {
    expect(status).toBe(statusCode);
    expectFrame(body, { statusCode, code, message: aSentence }, { field: aString, retryable: expect.any(Boolean) });
  }

  describe('register', () => {
    it('answers 201 with a token that works, and the username', async () => {
      const username = newUsername();

      const { status, body } = await signUp({ username, password: PASSWORD });

      expect(status).toBe(201);
      expect(body).toMatchObject({ token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/), username });
      expect((await me(body.token as string)).body).toMatchObject({ username });
    });

    it('shows no password and no hash', async () => {
      const { body } = await signUp({ username: newUsername(), password: PASSWORD });

      expect(JSON.stringify(body)).not.toMatch(/password|argon2|hash/i);
    });

    it('answers 409 to a username that is taken, whatever its case', async () => {
      const { username } = await register(gateway);

      expectProblem(await signUp({ username, password: PASSWORD }), 409, 'USERNAME_TAKEN');
      expectProblem(await signUp({ username: username.toUpperCase(), password: PASSWORD }), 409, 'USERNAME_TAKEN');
    });

    it('answers 409 to a username that only looks different to a computer', async () => {
      const { username } = await register(gateway);
      const fullWidth = username.replace(/^a/, '\uff41');

      expect(fullWidth).not.toBe(username);
      expectProblem(await signUp({ username: fullWidth, password: PASSWORD }), 409, 'USERNAME_TAKEN');
    });

    it('lets one of two at once have the name', async () => {
      const username = newUsername();

      const answers = await Promise.all([1, 2].map(() => signUp({ username, password: PASSWORD })));

      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    });

    it.each([
      ['two characters', 'ab'],
      ['33 characters', 'a'.repeat(33)],
      ['a zero-width space', 'an\u200bna'],
      ['letters of two scripts', '\u0430dmin'],
      ['a NUL', 'an\0na'],
      ['half a surrogate pair', 'an\ud800na'],
      ['nothing', ''],
      ['a number', 12345],
      ['an object', { $ne: null }],
      ['null', null],
      ['an array', ['anna']],
    ])('answers 400 to a username of %s', async (_, username) => {
      expectProblem(await signUp({ username, password: PASSWORD }), 400, 'INVALID');
    });

    it.each([
      ['nothing', ''],
      ['a number', 12345678],
      ['an object', { length: 20 }],
      ['null', null],
    ])('answers 400 to a password of %s', async (_, password) => {
      expectProblem(await signUp({ username: newUsername(), password }), 400, 'INVALID');
    });

    it.each(['{}', '[]', 'null', '"text"', '{"username":', 'hello'])('answers 400 to the body %s', async (body) => {
      expectProblem(await signUp(body), 400, 'INVALID');
    });

    it('does not hash a password of a megabyte', async () => {
      const { status, body } = await signUp({ username: newUsername(), password: 'x'.repeat(1_000_000) });

      expect([400, 413]).toContain(status);
      expectFrame(
        body,
        { statusCode: status, code: expect.stringMatching(/^(INVALID|TOO_LARGE)$/), message: aSentence },
        { field: aString, retryable: false },
      );
    });

    it('makes nobody an administrator who asks for it', async () => {
      const body = { username: newUsername(), password: PASSWORD, role: 'admin' };
      expectProblem(await signUp(body), 400, 'INVALID');
    });

    it('takes no id from the body', async () => {
      const claimed = { id: 'mine', sub: 'mine', guest: true };
      const { body } = await signUp({ ...claimed, username: newUsername(), password: PASSWORD });

      expect((await me(body.token as string)).body).toMatchObject({
        role: 'student',
        guest: false,
        id: expect.not.stringMatching(/^mine$/),
      });
    });
  });

  describe('login', () => {
    it('answers 200 with a token that works, and the username', async () => {
      const { id, username, password } = await register(gateway);

      const { status, body } = await logIn({ username, password });

      expect(status).toBe(200);
      expect(body).toMatchObject({ token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/), username });
      expect((await me(body.token as string)).body).toMatchObject({ id, username });
    });

    it('takes the username in any case', async () => {
      const { username, password } = await register(gateway);

      expect(await logIn({ username: username.toUpperCase(), password })).toMatchObject({ status: 200, body: { username } });
    });

    it('answers 401 to a wrong password, and the same to a name nobody has', async () => {
      const { username } = await register(gateway);

      const wrong = await logIn({ username, password: 'not the password' });
      const unknown = await logIn({ username: newUsername(), password: 'not the password' });

      expectProblem(wrong, 401, 'INVALID_CREDENTIALS');
      expect(unknown).toEqual(wrong);
    });

    it.each([
      ['no password', { username: 'anna' }],
      ['no username', { password: PASSWORD }],
      ['numbers', { username: 1, password: 2 }],
      ['an array', []],
      ['nothing', ''],
    ])('answers 400 to %s', async (_, body) => {
      expectProblem(await logIn(body), 400, 'INVALID');
    });
  });

  describe('me', () => {
    it('shows the account', async () => {
      const { id, username, token } = await register(gateway);

      expect(await me(token)).toEqual({
        status: 200,
        body: { id, username, name: username, avatarUrl: null, role: 'student', guest: false, email: null },
      });
    });

    it('knows somebody of the app by the app’s token', async () => {
      const id = newId('ana');

      expect((await me(appToken({ id, name: 'Ana', role: 'teacher' }))).body).toMatchObject({ id, name: 'Ana', role: 'mentor' });
    });

    it('answers 401 without a token', async () => {
      expectProblem(await me(), 401, 'UNAUTHENTICATED');
    });

    it.each(Object.entries(badTokens({ id: newId('mallory') })))('answers 401 to %s', async (_, token) => {
      expectProblem(await me(token), 401, 'UNAUTHENTICATED');
    });

    it('answers 401 to an expired token', async () => {
      expectProblem(await me(appToken({ id: newId('ana') }, { expiresIn: -3_600 })), 401, 'TOKEN_EXPIRED');
    });
  });

  it('GET /health answers 200 and ok', async () => {
    expect(await call(gateway, 'GET', '/health')).toMatchObject({ status: 200, body: { status: 'ok', timestamp: aTime } });
  });

  it('an address nobody serves is answered 404 in the same shape', async () => {
    expectProblem(await call(gateway, 'GET', '/api/nothing'), 404, 'NOT_FOUND');
  });
});
