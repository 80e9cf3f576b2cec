import { aTime, aUuid } from '../../../support/expect-frames.js';
import { call, type HttpAnswer } from '../../../support/http-client.js';
import type { JsonObject } from '../../../support/inbox.js';
import type { Browser } from '../../../support/push/push-service.js';
import type { Endpoint } from '../../../support/raw-client.js';
import { CALLING } from '../calls/calling.js';

/** Pushes go to this machine, where the push service of the tests is. */
export const PUSHING = { ...CALLING, OUTBOUND_ALLOWED: '127.0.0.0/8' } as const;

export const SUBSCRIPTIONS = '/api/push/subscriptions';

export function subscribe(gateway: Endpoint, token: string, target: JsonObject, more: JsonObject = {}): Promise<HttpAnswer> {
  return call(gateway, 'POST', SUBSCRIPTIONS, { token, body: { target, ...more } });
}

/** Subscribes that browser, and gives the subscription. */
export async function subscribed(gateway: Endpoint, token: string, { target }: Browser): Promise<JsonObject> {
  const { status, body } = await subscribe(gateway, token, target);
  if (status !== 201) throw new Error(`Subscribing answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

export async function subscriptionsOf(gateway: Endpoint, token: string): Promise<JsonObject[]> {
  const { body } = await call(gateway, 'GET', SUBSCRIPTIONS, { token });
  return body.subscriptions as JsonObject[];
}

export function subscriptionShape(more: JsonObject = {}): JsonObject {
  return { id: aUuid, type: 'webpush', deviceId: null, createdAt: aTime, lastUsedAt: null, ...more };
}
