import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Database, type Transaction } from '../../database/index.js';
import type { WebhookEvent } from '../../protocol/index.js';
import { WebhookEntity } from './webhook.entity.js';

export type AddedWebhook = Pick<WebhookEntity, 'id' | 'url' | 'events' | 'description' | 'secret' | 'createdBy'>;
export type ChangedWebhook = Partial<Pick<WebhookEntity, 'url' | 'events' | 'description' | 'enabled'>>;
/** As it was when something was sent: what came of that says nothing of where it has moved to since. */
export type SentTo = Pick<WebhookEntity, 'id' | 'url'>;

@Injectable()
export class WebhookRepository {
  constructor(
    @InjectRepository(WebhookEntity) private readonly webhooks: Repository<WebhookEntity>,
    private readonly database: Database,
  ) {}

  /** Oldest first. */
  all(): Promise<WebhookEntity[]> {
    return this.webhooks.find({ order: { id: 'ASC' } });
  }

  findById(id: string): Promise<WebhookEntity | null> {
    return this.webhooks.findOneBy({ id });
  }

  /** Locks it, so that of two changes one comes first. */
  lock(tx: Transaction, id: string): Promise<WebhookEntity | null> {
    return tx.repository(WebhookEntity).findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
  }

  /** Undefined: there are as many already. */
  async add(tx: Transaction, webhook: AddedWebhook, atMost: number): Promise<WebhookEntity | undefined> {
    const { id, url, events, description, secret, createdBy } = webhook;
    const [row] = await tx.query(
      `INSERT INTO webhooks (id, url, events, description, secret, created_by)
       SELECT $1, $2, $3::text[], $4, $5, $6 WHERE (SELECT count(*) FROM webhooks) < $7 RETURNING id`,
      [id, url, events, description, secret, createdBy, atMost],
    );
    return row === undefined ? undefined : tx.repository(WebhookEntity).findOneByOrFail({ id });
  }

  /** Switched on again, or at another address, it begins anew: what went wrong before counts no more. */
  async change(tx: Transaction, id: string, change: ChangedWebhook): Promise<void> {
    const { enabled, url } = change;
    const anew = {
      ...(enabled !== undefined && { disabledReason: null }),
      ...((enabled ?? url) !== undefined && { failingSince: null }),
    };
    const values = { ...change, ...anew };
    // TypeORM takes no update of nothing.
    if (Object.keys(values).length > 0) await tx.repository(WebhookEntity).update({ id }, values);
  }

  /** The one before signs as well for so long. */
  async rotate(tx: Transaction, id: string, secret: string, overlapSeconds: number): Promise<void> {
    await tx.query(
      `UPDATE webhooks SET previous_secret = secret, previous_secret_until = now() + make_interval(secs => $3), secret = $2
       WHERE id = $1`,
      [id, secret, overlapSeconds],
    );
  }

  async remove(tx: Transaction, id: string): Promise<void> {
    await tx.repository(WebhookEntity).delete({ id });
  }

  /** Those that are told of anything now. */
  enabled(tx: Pick<Transaction, 'query'>): Promise<Pick<WebhookEntity, 'id' | 'events'>[]> {
    return tx.query(`SELECT id, events FROM webhooks WHERE enabled ORDER BY id`);
  }

  /** All that an enabled one wants. */
  async wanted(): Promise<(WebhookEvent | '*')[]> {
    const webhooks = await this.enabled(this.database);
    return webhooks.flatMap(({ events }) => events);
  }

  /** Writes once a minute at most while all goes well. */
  async succeeded(id: string): Promise<void> {
    await this.database.query(
      `UPDATE webhooks SET last_success_at = now(), failing_since = NULL
       WHERE id = $1 AND (failing_since IS NOT NULL OR last_success_at IS NULL OR last_success_at < now() - interval '1 minute')`,
      [id],
    );
  }

  /** Disables it when nothing has come through for so long. Whether it did. */
  async failed({ id, url }: SentTo, patienceSeconds: number, reason: string): Promise<boolean> {
    const disabled = await this.database.query(
      `UPDATE webhooks SET enabled = false, disabled_reason = $4
       WHERE id = $1 AND url = $2 AND enabled AND failing_since <= now() - make_interval(secs => $3) RETURNING id`,
      [id, url, patienceSeconds, reason],
    );
    if (disabled.length > 0) return true;
    await this.database.query(`UPDATE webhooks SET failing_since = now() WHERE id = $1 AND url = $2 AND failing_since IS NULL`, [
      id,
      url,
    ]);
    return false;
  }

  /** Whether it did: it is there still, and was enabled. */
  async disable({ id, url }: SentTo, reason: string): Promise<boolean> {
    const disabled = await this.database.query(
      `UPDATE webhooks SET enabled = false, disabled_reason = $3 WHERE id = $1 AND url = $2 AND enabled RETURNING id`,
      [id, url, reason],
    );
    return disabled.length > 0;
  }
}
