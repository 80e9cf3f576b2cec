import type { Webhook } from '@lyceum/client';
import { webhooks } from '../../strings/admin-webhooks.js';
import { Badge } from '../../ui/badge.js';

/** In a word how a webhook is. */
export function WebhookState({ webhook: { enabled, failingSince } }: { webhook: Webhook }) {
  if (!enabled) return <Badge>{webhooks.off}</Badge>;
  if (failingSince !== null) return <Badge tone="warning">{webhooks.failing}</Badge>;
  return <Badge tone="success">{webhooks.on}</Badge>;
}
