import { Injectable } from '@nestjs/common';
import { Administration, Audit, auditOf, type Administrator } from '../../auth/index.js';
import { AppError, isUuid, newId } from '../../common/index.js';
import { Database, type Transaction } from '../../database/index.js';
import {
  WEBHOOKS,
  type NewWebhook,
  type Webhook,
  type WebhookChange,
  type WebhookEvent,
  type WebhookWithSecret,
} from '../../protocol/index.js';
import { ClusterSignals } from '../../realtime/index.js';
import { EgressError } from '../egress/egress-error.js';
import { SafeHttp } from '../egress/safe-http.js';
import { SecretSeal } from './secret-seal.js';
import { newWebhookSecret } from './signature.js';
import type { WebhookEntity } from './webhook.entity.js';
import { presentWebhook } from './webhook.presenter.js';
import { WebhookRepository } from './webhook.repository.js';

const OVERLAP_SECONDS = 24 * 3_600;
const CHECK_MS = 5_000;

/**
 * The webhooks that administrators keep. Every method throws `FORBIDDEN` for somebody who is none, those with an id `WEBHOOK_NOT_FOUND`.
 * When a change resolves, every node that can be reached writes down what is wanted now.
 */
@Injectable()
export class Webhooks {
  constructor(
    private readonly administration: Administration,
    private readonly audit: Audit,
    private readonly database: Database,
    private readonly webhooks: WebhookRepository,
    private readonly seal: SecretSeal,
    private readonly http: SafeHttp,
    private readonly signals: ClusterSignals,
  ) {}

  /** Oldest first. */
  async list(actor: Administrator): Promise<Webhook[]> {
    await this.administration.assertAdmin(actor);
    return (await this.webhooks.all()).map(presentWebhook);
  }

  async find(actor: Administrator, id: string): Promise<Webhook> {
    return presentWebhook(await this.stored(actor, id));
  }

  /** With the secrets that sign, sealed. */
  async stored(actor: Administrator, id: string): Promise<WebhookEntity> {
    await this.administration.assertAdmin(actor);
    const webhook = isUuid(id) ? await this.webhooks.findById(id) : null;
    if (webhook === null) throw new AppError('WEBHOOK_NOT_FOUND');
    return webhook;
  }

  /** Throws `INVALID` for an address that nothing would be sent to, `LIMIT_REACHED`. */
  async create(actor: Administrator, { url, events, description = '' }: NewWebhook): Promise<WebhookWithSecret> {
    await this.administration.assertAdmin(actor);
    await this.assertReachable(url);
    const [id, secret] = [newId(), newWebhookSecret()];
    const createdBy = actor === 'operator' ? null : actor.adminId;
    const added = { id, url, events: unique(events), description, secret: this.seal.seal(id, secret), createdBy };
    const webhook = await this.database.transaction(async (tx) => {
      // Once more: the name servers of the address may have taken their time.
      await this.administration.assertAdmin(actor, tx);
      const made = await this.webhooks.add(tx, added, WEBHOOKS);
      if (made === undefined) throw tooMany();
      await this.audit.recordIn(tx, auditOf(actor, 'webhooks.create', id));
      return made;
    });
    await this.tell(webhook);
    return { ...presentWebhook(webhook), secret };
  }

  /** Throws `INVALID` as `create`. */
  async update(actor: Administrator, id: string, change: WebhookChange): Promise<Webhook> {
    await this.stored(actor, id);
    if (change.url !== undefined) await this.assertReachable(change.url);
    const { events, ...rest } = change;
    const webhook = await this.change(actor, 'webhooks.change', id, (tx) =>
      this.webhooks.change(tx, id, { ...rest, ...(events !== undefined && { events: unique(events) }) }),
    );
    return presentWebhook(webhook);
  }

  /** From now on the new secret signs; for a day the old one does as well. */
  async rotate(actor: Administrator, id: string): Promise<WebhookWithSecret> {
    await this.stored(actor, id);
    const secret = newWebhookSecret();
    const webhook = await this.change(actor, 'webhooks.rotate', id, (tx) =>
      this.webhooks.rotate(tx, id, this.seal.seal(id, secret), OVERLAP_SECONDS),
    );
    return { ...presentWebhook(webhook), secret };
  }

  /** What waits for it is not sent any more. */
  async remove(actor: Administrator, id: string): Promise<void> {
    await this.stored(actor, id);
    await this.database.transaction(async (tx) => {
      await this.webhooks.remove(tx, id);
      await this.audit.recordIn(tx, auditOf(actor, 'webhooks.remove', id));
    });
  }

  private async change(
    actor: Administrator,
    action: string,
    id: string,
    work: (tx: Transaction) => Promise<void>,
  ): Promise<WebhookEntity> {
    const webhook = await this.database.transaction(async (tx) => {
      await this.administration.assertAdmin(actor, tx);
      if ((await this.webhooks.lock(tx, id)) === null) throw new AppError('WEBHOOK_NOT_FOUND');
      await work(tx);
      await this.audit.recordIn(tx, auditOf(actor, action, id));
      return this.webhooks.lock(tx, id);
    });
    if (webhook === null) throw new AppError('WEBHOOK_NOT_FOUND');
    await this.tell(webhook);
    return webhook;
  }

  /** Only what is wanted more has to be everywhere at once. */
  private async tell({ enabled, events }: WebhookEntity): Promise<void> {
    if (enabled) await this.signals.send({ name: 'webhooks-changed', data: { events } });
  }

  private async assertReachable(url: string): Promise<void> {
    try {
      await this.http.check(url, CHECK_MS);
    } catch (error) {
      if (!(error instanceof EgressError)) throw error;
      throw new AppError('INVALID', { field: 'url', message: error.message, cause: error });
    }
  }
}

function tooMany(): AppError {
  return new AppError('LIMIT_REACHED', { message: `There are ${WEBHOOKS} webhooks already. Remove one first.` });
}

function unique(events: readonly (WebhookEvent | '*')[]): (WebhookEvent | '*')[] {
  return [...new Set(events)];
}
