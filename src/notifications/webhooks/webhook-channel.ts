import { Injectable, Logger } from '@nestjs/common';
import type { Channel, Delivery, Outcome } from '../delivery/channel.js';
import { WebhookSender } from './webhook-sender.js';
import { WebhookRepository, type SentTo } from './webhook.repository.js';

/** Nothing has come through for so long: it is disabled. */
const PATIENCE_DAYS = 5;
const PATIENCE_SECONDS = PATIENCE_DAYS * 86_400;

/** Deliveries to webhooks. One that wants nothing any more, or has not answered well for days, is disabled. */
@Injectable()
export class WebhookChannel implements Channel {
  readonly name = 'webhook';
  private readonly logger = new Logger('Webhooks');

  constructor(
    private readonly webhooks: WebhookRepository,
    private readonly sender: WebhookSender,
  ) {}

  async send({ id, targetId, payload }: Delivery): Promise<Outcome> {
    const webhook = await this.webhooks.findById(targetId);
    if (webhook === null) return { outcome: 'gone', error: 'The webhook was removed.' };
    if (!webhook.enabled) return { outcome: 'gone', error: 'The webhook is disabled.' };
    const outcome = await this.sender.send(webhook, id, payload);
    return this.noted(webhook, outcome);
  }

  private async noted(webhook: SentTo, outcome: Outcome): Promise<Outcome> {
    const { id } = webhook;
    if (outcome.outcome === 'delivered') {
      await this.webhooks.succeeded(id);
      return outcome;
    }
    if (outcome.outcome === 'gone') {
      // Where it is elsewhere by now, or another delivery was faster, the next attempt shows it.
      if (!(await this.webhooks.disable(webhook, outcome.error))) return { ...outcome, outcome: 'retry' };
      this.logger.warn({ webhookId: id, reason: outcome.error }, 'A webhook was disabled');
      return outcome;
    }
    const reason = `Nothing has come through for ${PATIENCE_DAYS} days. Last: ${outcome.error}`;
    if (!(await this.webhooks.failed(webhook, PATIENCE_SECONDS, reason))) return outcome;
    this.logger.warn({ webhookId: id, reason }, 'A webhook was disabled');
    return { ...outcome, outcome: 'gone' };
  }
}
