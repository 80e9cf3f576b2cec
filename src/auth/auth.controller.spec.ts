import { afterAll, beforeAll, expect, it } from '@jest/globals';
import jwt from 'jsonwebtoken';
import { appToken, AUTH_SECRET, PASSWORD, RunningAuth } from '../../test/support/auth/running-auth.js';
import { describeWith } from '../../test/support/describe-with.js';
import type { User } from '../protocol/index.js';

const UUID = /^[0-9a-f-]{36}$/;

describeWith(['postgres'], 'AuthController', () => {
  let auth: RunningAuth;
  beforeAll(async () => {
    auth = await RunningAuth.start();
  }, 60_000);
  afterAll(() => auth.stop());

  it('registers, logs in and tells who one is', async () => {
    const registered = await auth.register('Ana');
    expect(registered.status).toBe(201);
    expect(registered.body).toEqual({
      token: expect.any(String),
      username: 'Ana',
      user: { id: expect.stringMatching(UUID), username: 'Ana', name: 'Ana', avatarUrl: null, role: 'student', guest: false },
      expiresAt: expect.stringMatching(/Z$/),
      refreshToken: expect.stringMatching(/^[\w-]{43}$/),
      refreshExpiresAt: expect.stringMatching(/Z$/),
    });
    const loggedIn = await auth.login('ana', PASSWORD);
    expect(loggedIn).toMatchObject({ status: 200, body: { username: 'Ana', user: registered.body.user } });
    const me = await auth.request('GET', '/api/auth/me', { token: loggedIn.body.token as string });
    expect(me).toMatchObject({ status: 200, body: { ...(registered.body.user as object), email: null } });
  });

  it('gives the token what it should carry, and 7 days', async () => {
    const { body } = await auth.register('Claims');
    expect(jwt.decode(body.token as string)).toMatchObject({
      iss: 'lyceum',
      sub: (body.user as User).id,
      username: 'Claims',
      role: 'student',
      sid: expect.stringMatching(UUID),
      exp: Date.parse(body.expiresAt as string) / 1000,
    });
    expect(Date.parse(body.expiresAt as string) - Date.now()).toBeGreaterThan(7 * 24 * 3_600_000 - 60_000);
  });

  it('refuses a taken username with 409, in any spelling', async () => {
    await auth.register('taken');
    for (const twin of ['taken', 'TAKEN', 'ｔａｋｅｎ']) {
      expect(await auth.register(twin)).toMatchObject({
        status: 409,
        body: { statusCode: 409, code: 'USERNAME_TAKEN', message: expect.any(String), retryable: false },
      });
    }
    await auth.register('müller');
    expect((await auth.register('MÜLLER')).status).toBe(409);
  });

  it('lets one of twenty have the name they all ask for at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => auth.register('rush')));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...new Array<number>(19).fill(409)]);
  });

  it.each([
    ['a short name', 'ab', PASSWORD, 'username'],
    ['a twin of two alphabets', 'аdmin', PASSWORD, 'username'],
    ['a zero-width twin', 'ad\u200Bmin', PASSWORD, 'username'],
    ['a NUL', 'ab\0c', PASSWORD, 'username'],
    ['a number for a name', 12345, PASSWORD, 'username'],
    ['an object for a name', {}, PASSWORD, 'username'],
    ['a short password', 'shorty', '12345', 'password'],
    ['a long password', 'longy', 'x'.repeat(257), 'password'],
    ['no password', 'nopass', undefined, 'password'],
  ])('refuses %s with 400', async (_what, username, password, field) => {
    expect(await auth.register(username, password ?? null)).toMatchObject({
      status: 400,
      body: { statusCode: 400, code: 'INVALID', field, message: expect.any(String) },
    });
  });

  it.each([
    ['no JSON', '{"username":', 400, 'INVALID'],
    ['a list', '[]', 400, 'INVALID'],
    ['nothing', '', 400, 'INVALID'],
    ['__proto__', '{"__proto__":{"username":"proto"},"password":"123456"}', 400, 'INVALID'],
    ['a depth of 20,000', `{"username":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 400, 'INVALID'],
    ['a password of a megabyte', JSON.stringify({ username: 'mega', password: 'x'.repeat(1_000_000) }), 413, 'TOO_LARGE'],
  ])('refuses a body of %s', async (_what, body, status, code) => {
    for (const path of ['/api/auth/register', '/api/auth/login']) {
      expect(await auth.request('POST', path, { body })).toMatchObject({ status, body: { statusCode: status, code } });
    }
  });

  it('answers a wrong password and an unknown name alike', async () => {
    await auth.register('known');
    const wrong = await auth.login('known', 'not the password');
    expect(wrong).toMatchObject({ status: 401, body: { statusCode: 401, code: 'INVALID_CREDENTIALS' } });
    expect((await auth.login('unknown-person', 'not the password')).body).toEqual(wrong.body);
    expect((await auth.login('not a username', 'not the password')).body).toEqual(wrong.body);
  });

  it('takes no credentials from the URL', async () => {
    const { body } = await auth.register('inurl');
    expect(await auth.request('POST', `/api/auth/login?username=inurl&password=${PASSWORD}`, { body: {} })).toMatchObject({
      status: 400,
    });
    const token = body.token as string;
    for (const header of [{}, { token }]) {
      const answer = await auth.request('GET', `/api/auth/me?access_token=${token}`, header);
      expect(answer).toMatchObject({ status: 401, body: { code: 'UNAUTHENTICATED' } });
    }
  });

  it('makes whoever guesses passwords wait', async () => {
    await auth.register('victim');
    for (let guess = 1; guess <= 6; guess += 1) expect((await auth.login('victim', `guess ${guess}`)).status).toBe(401);
    const limited = await auth.login('victim', PASSWORD);
    expect(limited).toMatchObject({
      status: 429,
      body: { code: 'RATE_LIMITED', retryable: true, retryAfterMs: expect.any(Number) },
    });
    expect(limited.headers.get('retry-after')).toBe('2');
  });

  it.each([
    ['no token', undefined, 'UNAUTHENTICATED'],
    ['a bad token', 'x.y.z', 'UNAUTHENTICATED'],
    ['two words', 'a b', 'UNAUTHENTICATED'],
    ['an expired token', jwt.sign({ sub: 'late', exp: 1 }, AUTH_SECRET), 'TOKEN_EXPIRED'],
  ])('refuses %s in the standard shape', async (_what, token, code) => {
    const answer = await auth.request('GET', '/api/auth/me', token === undefined ? {} : { token });
    expect(answer).toMatchObject({
      status: 401,
      body: { statusCode: 401, code, message: expect.any(String), retryable: false },
    });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('lets in whoever shows nothing where that is allowed, but nobody with a bad token', async () => {
    expect((await auth.request('GET', '/whoami')).body).toEqual({ id: null });
    expect((await auth.request('GET', '/whoami', { token: appToken({ sub: 'opt-1' }) })).body).toEqual({ id: 'opt-1' });
    expect((await auth.request('GET', '/whoami', { token: 'bad' })).status).toBe(401);
  });

  it('answers faults and unknown addresses in the same shape, and tells nothing', async () => {
    expect(await auth.request('GET', '/nowhere')).toMatchObject({ status: 404, body: { statusCode: 404, code: 'NOT_FOUND' } });
    const { status, body } = await auth.request('GET', '/whoami/broken');
    expect({ status, body }).toEqual({
      status: 500,
      body: {
        statusCode: 500,
        code: 'INTERNAL',
        message: 'Something went wrong on the server.',
        retryable: false,
        correlationId: expect.stringMatching(UUID),
      },
    });
  });
});
