import { expect } from '@jest/globals';
import { aString, aTime, aUuid } from '../../support/expect-frames.js';
import { call, type HttpAnswer } from '../../support/http-client.js';
import type { JsonObject } from '../../support/inbox.js';
import type { Endpoint } from '../../support/raw-client.js';
import { eventually } from '../../support/wait.js';

export const SECRET: unknown = expect.stringMatching(/^whsec_[A-Za-z0-9+/]{43}=$/);

/** A webhook as answers show it, without its secret. */
export function webhookShape(more: JsonObject): JsonObject {
  return {
    id: aUuid,
    url: aString,
    description: '',
    events: ['*'],
    enabled: true,
    disabledReason: null,
    createdAt: aTime,
    createdBy: aUuid,
    lastSuccessAt: null,
    failingSince: null,
    previousSecretUntil: null,
    ...more,
  };
}

export interface MadeWebhook {
  id: string;
  secret: string;
}

/** What an administrator does to webhooks, over HTTP. */
export class WebhookAdmin {
  constructor(
    private readonly gateway: Endpoint,
    private readonly token: string,
  ) {}

  ask(method: string, path = '', body?: object): Promise<HttpAnswer> {
    return call(this.gateway, method, `/api/admin/webhooks${path}`, { token: this.token, ...(body && { body }) });
  }

  async make(url: string, events: string[] = ['user.created']): Promise<MadeWebhook> {
    const { status, body } = await this.ask('POST', '', { url, events });
    expect({ status, body }).toEqual({ status: 201, body: expect.objectContaining({ id: aUuid, secret: SECRET }) });
    return body as unknown as MadeWebhook;
  }

  async find(id: string): Promise<JsonObject> {
    return (await this.ask('GET', `/${id}`)).body;
  }

  async deliveries(id: string, query = ''): Promise<JsonObject[]> {
    const { status, body } = await this.ask('GET', `/${id}/deliveries${query}`);
    expect(status).toBe(200);
    return body.deliveries as JsonObject[];
  }

  /** The newest delivery, as soon as it holds that. */
  lastDelivery(id: string, part: JsonObject): Promise<JsonObject> {
    return eventually(async () => {
      const [newest] = await this.deliveries(id, '?limit=1');
      expect(newest).toMatchObject(part);
      return newest!;
    }, 8_000);
  }
}
