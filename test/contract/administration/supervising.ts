import { expect } from '@jest/globals';
import { aTime } from '../../support/expect-frames.js';
import { call, type HttpAnswer } from '../../support/http-client.js';
import type { JsonObject } from '../../support/inbox.js';
import type { Endpoint } from '../../support/raw-client.js';

/** What an administrator, or somebody who is none, asks under `/api/admin`. */
export class Supervisor {
  constructor(
    private readonly gateway: Endpoint,
    private readonly token: string,
  ) {}

  get(path: string): Promise<HttpAnswer> {
    return call(this.gateway, 'GET', `/api/admin${path}`, { token: this.token });
  }

  post(path: string): Promise<HttpAnswer> {
    return call(this.gateway, 'POST', `/api/admin${path}`, { token: this.token });
  }

  /** All pages of a list, so many on each. */
  async all(path: string, list: string, limit: number): Promise<JsonObject[]> {
    const found: JsonObject[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { status, body } = await this.get(`${path}&limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(status).toBe(200);
      found.push(...(body[list] as JsonObject[]));
      cursor = body.cursor as string | null;
    }
    return found;
  }
}

/** An account as administrators see it. */
export function accountShape(more: JsonObject): JsonObject {
  return {
    avatarUrl: null,
    role: 'student',
    guest: false,
    issuer: 'lyceum',
    email: null,
    createdAt: aTime,
    bannedAt: null,
    ...more,
  };
}
