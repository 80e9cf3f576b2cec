import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { StoredOutboxEvent, Transaction } from '../../database/index.js';
import { WEBHOOK_EVENTS, type WebhookEvent } from '../../protocol/index.js';
import { Deliveries } from '../delivery/deliveries.js';
import { Relay } from '../relay/relay.js';
import { WebhookChannel } from './webhook-channel.js';
import { webhookBody } from './webhook-body.js';
import { WebhookRepository } from './webhook.repository.js';

const PUBLIC: ReadonlySet<string> = new Set(WEBHOOK_EVENTS);

/** Makes of each event a delivery to every webhook that wants it. */
@Injectable()
export class WebhookRelay implements OnModuleInit {
  constructor(
    private readonly relay: Relay,
    private readonly deliveries: Deliveries,
    private readonly channel: WebhookChannel,
    private readonly webhooks: WebhookRepository,
  ) {}

  onModuleInit(): void {
    this.deliveries.use(this.channel);
    this.relay.consumeAll((tx, events) => this.address(tx, events.filter(isPublic)));
  }

  private async address(tx: Transaction, events: readonly StoredOutboxEvent<WebhookEvent>[]): Promise<void> {
    if (events.length === 0) return;
    const webhooks = await this.webhooks.enabled(tx);
    const wanting = (name: WebhookEvent) =>
      webhooks.filter((webhook) => webhook.events.some((one) => one === '*' || one === name));
    const deliveries = events.flatMap((event) => {
      const targets = wanting(event.name);
      if (targets.length === 0) return [];
      const payload = webhookBody(event);
      return targets.map(({ id: targetId }) => ({
        channel: 'webhook' as const,
        targetId,
        eventId: event.id,
        kind: event.name,
        payload,
      }));
    });
    await this.deliveries.enqueue(tx, deliveries);
  }
}

function isPublic(event: StoredOutboxEvent): event is StoredOutboxEvent<WebhookEvent> {
  return PUBLIC.has(event.name);
}
