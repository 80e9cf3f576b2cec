import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import jwt from 'jsonwebtoken';
import { newUsername } from '../../support/accounts.js';
import { aSentence, aString, aTime, expectFrame } from '../../support/expect-frames.js';
import { startGateway, type Gateway } from '../../support/gateway.js';
import { call, type HttpAnswer } from '../../support/http-client.js';
import { SocketClient } from '../../support/socket-client.js';
import { ROOMY, START_MS } from '../settings.js';
import { connectChat } from './chat-client.js';

const PASSWORD = 'correct horse battery staple';
const WEEK_S = 7 * 24 * 3_600;

describe('the HTTP endpoints of the chat room', () => {
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startGateway({ env: ROOMY });
  }, START_MS);
  afterAll(async () => {
    SocketClient.closeAll();
    await gateway.stop();
  });

  const post = (path: string, body: object | string): Promise<HttpAnswer> => call(gateway, 'POST', path, { body });
  const register = (body: object | string) => post('/api/auth/register', body);
  const logIn = (body: object | string) => post('/api/auth/login', body);

  function expectProblem({ status, body }: HttpAnswer, statusCode: number, code: string): void {
    expect(status).toBe(statusCode);
    expectFrame(body, { statusCode, code, message: aSentence }, { field: aString, retryable: expect.any(Boolean) });
  }

  it('register and log in with token and username, and the tokens open the chat room for seven days', async () => {
    const username = newUsername();

    const registered = await register({ username, password: PASSWORD });
    const loggedIn = await logIn({ username, password: PASSWORD });

    expect(registered).toMatchObject({ status: 201, body: { token: aString, username } });
    expect(loggedIn).toMatchObject({ status: 200, body: { token: aString, username } });
    for (const { body } of [registered, loggedIn]) {
      const { iat, exp } = jwt.decode(body.token as string) as { iat: number; exp: number };
      expect(exp - iat).toBe(WEEK_S);
      const { online } = await connectChat(gateway, { id: '', username, password: PASSWORD, token: body.token as string });
      expect(online).toEqual([username]);
    }
  });

  it('refuse a username that is taken, wrong credentials and bad input, each in its own way', async () => {
    const username = newUsername();
    await register({ username, password: PASSWORD });

    expectProblem(await register({ username, password: PASSWORD }), 409, 'USERNAME_TAKEN');
    expectProblem(await logIn({ username, password: `${PASSWORD}!` }), 401, 'INVALID_CREDENTIALS');
    expectProblem(await logIn({ username: newUsername(), password: PASSWORD }), 401, 'INVALID_CREDENTIALS');
    for (const body of [
      {},
      { username },
      { password: PASSWORD },
      { username: '', password: PASSWORD },
      { username, password: 5 },
    ]) {
      expectProblem(await register(body), 400, 'INVALID');
    }
    expectProblem(await register('not JSON'), 400, 'INVALID');
  });

  it('health answers ok and the time', async () => {
    const { status, body } = await call(gateway, 'GET', '/health');

    expect(status).toBe(200);
    expect(body).toMatchObject({ status: 'ok', timestamp: aTime });
  });
});
