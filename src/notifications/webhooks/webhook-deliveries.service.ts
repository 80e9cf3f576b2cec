import { Injectable } from '@nestjs/common';
import { Audit, auditOf, type Administrator } from '../../auth/index.js';
import { AppError, isUuid, newId } from '../../common/index.js';
import {
  DELIVERIES_LIMIT,
  type WebhookBody,
  type WebhookDelivery,
  type WebhookDeliveryPage,
  type WebhookDeliveryState,
  type WebhookTest,
} from '../../protocol/index.js';
import { Deliveries } from '../delivery/deliveries.js';
import { DeliveryLogRepository, type LoggedDelivery } from '../delivery/delivery-log.repository.js';
import { WebhookSender } from './webhook-sender.js';
import { Webhooks } from './webhooks.service.js';

const DEFAULT_LIMIT = 50;
/** Who has more calls again. */
const REPLAYED_AT_ONCE = 10_000;

export interface LogRequest {
  state?: WebhookDeliveryState;
  /** The `cursor` of the page before. */
  before?: string;
  limit?: number;
}

/** What becomes of events on their way to a webhook. Every method throws `FORBIDDEN` and `WEBHOOK_NOT_FOUND` as `Webhooks`. */
@Injectable()
export class WebhookDeliveries {
  constructor(
    private readonly webhooks: Webhooks,
    private readonly sender: WebhookSender,
    private readonly log: DeliveryLogRepository,
    private readonly deliveries: Deliveries,
    private readonly audit: Audit,
  ) {}

  /** Sends a `ping` now, whether the webhook is enabled or not. It is tried once and stands in no log. */
  async test(actor: Administrator, webhookId: string): Promise<WebhookTest> {
    const webhook = await this.webhooks.stored(actor, webhookId);
    const body: WebhookBody = { type: 'ping', timestamp: new Date().toISOString(), data: { webhookId } };
    const begun = performance.now();
    const result = await this.sender.send(webhook, newId(), body);
    await this.audit.record(auditOf(actor, 'webhooks.test', webhookId));
    return {
      delivered: result.outcome === 'delivered',
      status: result.status ?? null,
      error: result.outcome === 'delivered' ? null : result.error,
      durationMs: Math.round(performance.now() - begun),
    };
  }

  async list(
    actor: Administrator,
    webhookId: string,
    { limit = DEFAULT_LIMIT, ...filter }: LogRequest,
  ): Promise<WebhookDeliveryPage> {
    const { id } = await this.webhooks.stored(actor, webhookId);
    const most = Math.min(limit, DELIVERIES_LIMIT);
    const found = await this.log.list('webhook', id, { ...filter, atMost: most + 1 });
    const deliveries = found.slice(0, most).map(presentDelivery);
    const hasMore = found.length > most;
    return { deliveries, hasMore, cursor: hasMore ? (deliveries.at(-1)?.id ?? null) : null };
  }

  /** Tries it again, whatever became of it. Throws `DELIVERY_NOT_FOUND`, `CONFLICT`. */
  async replay(actor: Administrator, webhookId: string, deliveryId: string): Promise<void> {
    const id = await this.replayable(actor, webhookId);
    if (!isUuid(deliveryId) || !(await this.log.replay('webhook', id, deliveryId))) throw new AppError('DELIVERY_NOT_FOUND');
    await this.audit.record(auditOf(actor, 'webhooks.replay', id));
    this.deliveries.wake('webhook');
  }

  /** Tries again what was written down since then and is dead; how many. Throws `CONFLICT`, `INVALID` for no time. */
  async replayDead(actor: Administrator, webhookId: string, since: Date): Promise<number> {
    const id = await this.replayable(actor, webhookId);
    // ISO 8601 has more ways to write one than are read here, such as by weeks.
    if (Number.isNaN(since.getTime())) throw new AppError('INVALID', { field: 'since', message: 'since must be a time' });
    const replayed = await this.log.replayDead('webhook', id, since, REPLAYED_AT_ONCE);
    await this.audit.record(auditOf(actor, 'webhooks.replay', id));
    if (replayed > 0) this.deliveries.wake('webhook');
    return replayed;
  }

  private async replayable(actor: Administrator, webhookId: string): Promise<string> {
    const { id, enabled } = await this.webhooks.stored(actor, webhookId);
    // They would die at once again.
    if (!enabled) throw new AppError('CONFLICT', { message: 'This webhook is disabled. Enable it first.' });
    return id;
  }
}

function presentDelivery(delivery: LoggedDelivery): WebhookDelivery {
  const { id, kind, state, attempts, lastStatus, lastError, createdAt, dueAt, finishedAt } = delivery;
  return {
    id,
    event: kind,
    state,
    attempts,
    lastStatus,
    lastError,
    createdAt: createdAt.toISOString(),
    nextAttemptAt: state === 'pending' ? dueAt.toISOString() : null,
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}
