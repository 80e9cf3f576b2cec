import { expect } from '@jest/globals';
import { aSentence, aString } from '../../support/expect-frames.js';
import type { JsonObject } from '../../support/inbox.js';
import type { Endpoint } from '../../support/raw-client.js';
import { newId } from '../../support/tokens.js';

export const ALL_SCOPES = ['users', 'tokens', 'rooms', 'messages', 'notifications', 'presence', 'moderation'] as const;

export interface ServerAnswer {
  status: number;
  body: JsonObject;
  headers: Headers;
}

/** The app's own backend, with its key. */
export class Backend {
  constructor(
    private readonly gateway: Endpoint,
    private readonly key: string,
  ) {}

  /** A body that is text goes as it is. */
  async ask(method: string, path: string, body?: unknown, idempotencyKey?: string): Promise<ServerAnswer> {
    const response = await fetch(new URL(`/api/server${path}`, this.gateway.httpUrl), {
      method,
      headers: {
        authorization: `Bearer ${this.key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as JsonObject, headers: response.headers };
  }

  /** As `ask`, where it must be done; gives what is answered. */
  async done(method: string, path: string, body?: unknown, idempotencyKey?: string): Promise<JsonObject> {
    const answer = await this.ask(method, path, body, idempotencyKey);
    expect([method, path, answer.status < 300 ? 'done' : answer.body]).toEqual([method, path, 'done']);
    return answer.body;
  }

  /** As `ask`, where it must be refused with that code. */
  async refused(status: number, code: string, method: string, path: string, body?: unknown, field?: string): Promise<void> {
    const answer = await this.ask(method, path, body);
    expect(answer.body).toEqual({
      statusCode: status,
      code,
      message: aSentence,
      retryable: expect.any(Boolean),
      ...(field === undefined ? ('field' in answer.body ? { field: aString } : {}) : { field }),
      ...('retryAfterMs' in answer.body ? { retryAfterMs: expect.any(Number) } : {}),
    });
    expect(answer.status).toBe(status);
  }

  /** Announces somebody new; gives their id. */
  async announce(stem: string, more: JsonObject = {}): Promise<string> {
    const id = newId(stem);
    await this.done('PUT', `/users/${id}`, { name: stem, ...more });
    return id;
  }

  async tokenFor(userId: string, more: JsonObject = {}): Promise<string> {
    return (await this.done('POST', '/tokens', { userId, ...more })).token as string;
  }

  /** A room with these members, the first of whom is its owner; gives its id. */
  async room(userIds: readonly string[], more: JsonObject = {}): Promise<string> {
    const members = userIds.map((userId, index) => ({ userId, role: index === 0 ? 'owner' : 'member' }));
    return (await this.done('POST', '/rooms', { members, ...more })).id as string;
  }
}
