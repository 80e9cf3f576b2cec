import { expect } from '@jest/globals';
import { aSentence, aString, expectFrame } from '../../support/expect-frames.js';
import { newUsername } from '../../support/accounts.js';
import { call, type HttpAnswer } from '../../support/http-client.js';
import type { JsonObject } from '../../support/inbox.js';
import type { Endpoint } from '../../support/raw-client.js';

/** What registering, logging in, refreshing and changing the password answer. */
export interface Login {
  id: string;
  username: string;
  password: string;
  token: string;
  refreshToken: string;
}

export async function newLogin(gateway: Endpoint, username = newUsername()): Promise<Login> {
  const password = `${username} has a long password`;
  const answer = await call(gateway, 'POST', '/api/auth/register', { body: { username, password } });
  expect(answer.status).toBe(201);
  return loginOf(answer, password);
}

export async function logInAgain(gateway: Endpoint, { username, password }: Login): Promise<Login> {
  const answer = await call(gateway, 'POST', '/api/auth/login', { body: { username, password } });
  expect(answer.status).toBe(200);
  return loginOf(answer, password);
}

export function loginOf({ body }: HttpAnswer, password: string): Login {
  const { id, username } = body.user as { id: string; username: string };
  return { id, username, password, token: body.token as string, refreshToken: body.refreshToken as string };
}

export function refresh(gateway: Endpoint, refreshToken: unknown): Promise<HttpAnswer> {
  return call(gateway, 'POST', '/api/auth/refresh', { body: { refreshToken } });
}

export async function statusOf(gateway: Endpoint, token: string): Promise<number> {
  return (await call(gateway, 'GET', '/api/auth/me', { token })).status;
}

/** The caller's login sessions, as HTTP lists them. */
export async function sessionsOf(gateway: Endpoint, token: string): Promise<JsonObject[]> {
  const { status, body } = await call(gateway, 'GET', '/api/auth/sessions', { token });
  expect(status).toBe(200);
  return body.sessions as JsonObject[];
}

export function expectProblem({ status, body }: HttpAnswer, statusCode: number, code: string): void {
  expect(body).toMatchObject({ code });
  expect(status).toBe(statusCode);
  expectFrame(
    body,
    { statusCode, code, message: aSentence },
    { field: aString, retryable: expect.any(Boolean), retryAfterMs: expect.any(Number) },
  );
}
