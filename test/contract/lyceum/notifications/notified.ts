import { expect } from '@jest/globals';
import { aTime, aUuid } from '../../../support/expect-frames.js';
import { call } from '../../../support/http-client.js';
import type { JsonObject } from '../../../support/inbox.js';
import type { Endpoint } from '../../../support/raw-client.js';
import { eventually } from '../../../support/wait.js';

/** Until somebody is told, on a busy machine. */
export const NOTIFIED_MS = 8_000;

export function notificationShape(kind: string, more: JsonObject = {}): JsonObject {
  return {
    id: aUuid,
    kind,
    title: expect.any(String),
    body: expect.any(String),
    data: expect.any(Object),
    createdAt: aTime,
    readAt: null,
    ...more,
  };
}

/** Somebody's feed, newest first, without a connection of theirs. */
export async function feedOf(gateway: Endpoint, { token }: { token: string }): Promise<JsonObject[]> {
  const { status, body } = await call(gateway, 'GET', '/api/notifications', { token });
  expect(status).toBe(200);
  return body.notifications as JsonObject[];
}

/** The feed is, or soon becomes, exactly this. */
export function feedBecomes(gateway: Endpoint, person: { token: string }, feed: readonly JsonObject[]): Promise<void> {
  return eventually(async () => {
    expect(await feedOf(gateway, person)).toEqual(feed);
  }, NOTIFIED_MS);
}
