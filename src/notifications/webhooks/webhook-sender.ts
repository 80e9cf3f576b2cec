import { Injectable } from '@nestjs/common';
import type { Outcome } from '../delivery/channel.js';
import { EgressError } from '../egress/egress-error.js';
import { SafeHttp } from '../egress/safe-http.js';
import { version } from '../../version.js';
import { outcomeOf } from './outcome.js';
import { SecretSeal } from './secret-seal.js';
import { signedHeaders } from './signature.js';
import type { WebhookEntity } from './webhook.entity.js';

const TIMEOUT_MS = 10_000;
const RESPONSE_BYTES = 4_096;

/** Posts to a webhook, signed. */
@Injectable()
export class WebhookSender {
  constructor(
    private readonly http: SafeHttp,
    private readonly seal: SecretSeal,
  ) {}

  /** One attempt. `id` stays the same over all of them. */
  async send(webhook: WebhookEntity, id: string, payload: unknown): Promise<Outcome> {
    const now = new Date();
    const secrets = this.secretsOf(webhook, now);
    if (secrets.length === 0) {
      return { outcome: 'retry', error: 'Its secret cannot be read since JWT_SECRET is another one. Rotate the secret.' };
    }
    const body = JSON.stringify(payload);
    const headers = {
      'content-type': 'application/json',
      'user-agent': `Lyceum/${version}`,
      ...signedHeaders(id, now, body, secrets),
    };
    try {
      return outcomeOf(
        await this.http.post(webhook.url, { headers, body, timeoutMs: TIMEOUT_MS, maxResponseBytes: RESPONSE_BYTES }),
      );
    } catch (error) {
      if (error instanceof EgressError) return { outcome: 'retry', error: error.message };
      throw error;
    }
  }

  private secretsOf({ id, secret, previousSecret, previousSecretUntil }: WebhookEntity, now: Date): string[] {
    const overlaps = previousSecretUntil !== null && previousSecretUntil > now;
    const sealed = [secret, ...(overlaps && previousSecret !== null ? [previousSecret] : [])];
    return sealed.map((text) => this.seal.open(id, text)).filter((opened) => opened !== undefined);
  }
}
