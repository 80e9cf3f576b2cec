import { expect } from '@jest/globals';
import { call, type HttpAnswer } from '../../support/http-client.js';
import type { JsonObject } from '../../support/inbox.js';
import type { Endpoint } from '../../support/raw-client.js';
import { appToken, newId } from '../../support/tokens.js';
import { expectProblem } from '../accounts/logins.js';

/** Somebody whom an app's own backend vouches for. */
export interface AppPerson {
  id: string;
  name: string;
  token: string;
}

/** Makes somebody known by showing their token once. */
export async function appPerson(gateway: Endpoint, name: string, more: JsonObject = {}): Promise<AppPerson> {
  const id = newId('app');
  const token = appToken({ sub: id, name, ...more });
  expect((await call(gateway, 'GET', '/api/auth/me', { token })).status).toBe(200);
  return { id, name, token };
}

/** Asks for people with these fields in the URL's query. */
export function askForPeople(gateway: Endpoint, token: string, query: Record<string, string>): Promise<HttpAnswer> {
  return call(gateway, 'GET', `/api/users?${new URLSearchParams(query).toString()}`, { token });
}

/** The same for the messages of a room. */
export function askForMessages(
  gateway: Endpoint,
  token: string,
  roomId: unknown,
  query: Record<string, string> = {},
): Promise<HttpAnswer> {
  return call(gateway, 'GET', `/api/rooms/${String(roomId)}/messages?${new URLSearchParams(query).toString()}`, { token });
}

export function contentOf({ status, body }: HttpAnswer): JsonObject {
  expect({ status, body }).toMatchObject({ status: 200 });
  return body;
}

/** The request was refused because of that field. */
export function expectInvalid(answer: HttpAnswer, field: string): void {
  expectProblem(answer, 400, 'INVALID');
  expect(answer.body.field).toBe(field);
}
