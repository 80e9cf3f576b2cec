import type { Webhook } from '../../protocol/index.js';
import type { WebhookEntity } from './webhook.entity.js';

/** Everything but the secrets. */
export function presentWebhook(entity: WebhookEntity): Webhook {
  const { id, url, description, events, enabled, disabledReason, createdBy } = entity;
  const { createdAt, lastSuccessAt, failingSince, previousSecretUntil } = entity;
  const overlaps = previousSecretUntil !== null && previousSecretUntil.getTime() > Date.now();
  return {
    id,
    url,
    description,
    events,
    enabled,
    disabledReason,
    createdAt: createdAt.toISOString(),
    createdBy,
    lastSuccessAt: lastSuccessAt?.toISOString() ?? null,
    failingSince: failingSince?.toISOString() ?? null,
    previousSecretUntil: overlaps ? previousSecretUntil.toISOString() : null,
  };
}
