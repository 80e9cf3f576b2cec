import { Injectable } from '@nestjs/common';
import { BatchLoader } from '../../common/batch-loader.js';
import { newId } from '../../common/index.js';
import { Database, type Transaction } from '../../database/index.js';
import { CHANNELS, type ChannelName, type Delivery, type NewDelivery } from './channel.js';
import { CLAIM } from './claim.sql.js';
import type { DeliveryState } from './delivery.entity.js';

/** A claimed delivery; `isExpired` says that it is too late for it. */
export type Claimed = Delivery & { readonly isExpired: boolean };

/** There is one even where nothing was claimed. */
type Row = (Claimed | { readonly id: null }) & { readonly next: string | null };

export interface ClaimLimits {
  readonly channel: ChannelName;
  readonly atMost: number;
  /** At once, by all nodes. */
  readonly perTarget: number;
  /** To all targets of one owner, at once, by all nodes. */
  readonly perOwner: number;
  readonly leaseMs: number;
}

/** What waits for that target under that key. */
export interface Waiting {
  readonly channel: ChannelName;
  readonly targetId: string;
  readonly collapseKey: string;
}

/** What was claimed, and from which target on to look for others the next time. */
export interface Claim {
  readonly claimed: readonly Claimed[];
  readonly next: string;
}

interface Arrived {
  readonly id: string;
  readonly status: number | null;
}

/** Written down by one statement. */
const AT_ONCE = 100;

/** What is on its way to its targets. */
@Injectable()
export class DeliveryRepository {
  private readonly arrivals = new BatchLoader((arrived: readonly Arrived[]) => this.markDelivered(arrived), AT_ONCE);

  constructor(private readonly database: Database) {}

  async add(tx: Transaction, deliveries: readonly NewDelivery[]): Promise<void> {
    const collapsing = deliveries.flatMap(({ collapseKey, ...rest }) => (collapseKey ? [{ ...rest, collapseKey }] : []));
    await this.withdraw(tx, collapsing);
    await tx.query(
      `INSERT INTO deliveries (id, channel, target_id, owner_id, event_id, kind, payload, collapse_key, expires_at, due_at, created_at)
       SELECT d.id, d.channel, d.target_id, d.owner_id, d.event_id, d.kind, d.payload, d.collapse_key, d.expires_at,
         clock_timestamp(), clock_timestamp()
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::json[], $7::text[], $8::timestamptz[], $9::text[])
         WITH ORDINALITY AS d (id, channel, target_id, event_id, kind, payload, collapse_key, expires_at, owner_id, nth)
       ORDER BY d.nth
       ON CONFLICT (event_id, channel, target_id) DO NOTHING`,
      [
        deliveries.map(() => newId()),
        deliveries.map(({ channel }) => channel),
        deliveries.map(({ targetId }) => targetId),
        deliveries.map(({ eventId }) => eventId),
        deliveries.map(({ kind }) => kind),
        deliveries.map(({ payload }) => JSON.stringify(payload)),
        deliveries.map(({ collapseKey }) => collapseKey ?? null),
        deliveries.map(({ expiresAt }) => expiresAt?.toISOString() ?? null),
        deliveries.map(({ ownerId }) => ownerId ?? null),
      ],
    );
  }

  /** But for what tells of the named event, where one is. In the order of ids, as all that waits for several rows: so nobody waits in a circle. */
  async withdraw(tx: Transaction, waiting: readonly (Waiting & { readonly eventId?: string })[]): Promise<void> {
    if (waiting.length === 0) return;
    await tx.query(
      `UPDATE deliveries d SET state = 'withdrawn', claimed_until = NULL, finished_at = now() FROM (
         SELECT d.id FROM deliveries d
         JOIN unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS w (channel, target_id, collapse_key, event_id)
           ON d.channel = w.channel AND d.target_id = w.target_id AND d.collapse_key = w.collapse_key
             AND d.event_id IS DISTINCT FROM w.event_id
         WHERE d.state = 'pending' ORDER BY d.id FOR NO KEY UPDATE OF d
       ) superseded WHERE d.id = superseded.id`,
      [
        waiting.map(({ channel }) => channel),
        waiting.map(({ targetId }) => targetId),
        waiting.map(({ collapseKey }) => collapseKey),
        waiting.map(({ eventId }) => eventId ?? null),
      ],
    );
  }

  /**
   * Those that are due, the oldest first, but no more for a target, and for an owner, than they may have at once; for the time of the lease
   * nobody else takes them. Where the targets of the oldest have all that they may, other targets are looked for from `after` on, some at a time.
   */
  async claim({ channel, atMost, perTarget, perOwner, leaseMs }: ClaimLimits, after: string): Promise<Claim> {
    const rows = await this.database.query<Row>(CLAIM, [channel, atMost, perTarget, leaseMs, after, perOwner]);
    return { claimed: rows.filter((row) => row.id !== null), next: rows[0]?.next ?? '' };
  }

  /** Also where it took longer than the lease: it is there. */
  async delivered({ id }: Delivery, status: number | undefined): Promise<void> {
    await this.arrivals.find({ id, status: status ?? null });
  }

  /** Once more after the pause; where that is never, or too late, it is dead. Says which. */
  async failed(
    { id, attempt }: Delivery,
    error: string,
    status: number | undefined,
    pauseMs: number | undefined,
  ): Promise<boolean> {
    const [row] = await this.database.query<{ state: string }>(
      `UPDATE deliveries SET claimed_until = NULL, last_status = $3, last_error = $4,
         due_at = CASE WHEN again.at IS NULL THEN due_at ELSE again.at END,
         state = CASE WHEN again.at IS NULL THEN 'dead' ELSE 'pending' END,
         finished_at = CASE WHEN again.at IS NULL THEN now() END
       FROM (
         SELECT CASE WHEN expires_at <= now() + $5 * interval '1 ms' THEN NULL ELSE now() + $5 * interval '1 ms' END AS at
         FROM deliveries WHERE id = $1
       ) again
       WHERE id = $1 AND state = 'pending' AND attempts = $2 RETURNING state`,
      [id, attempt, status ?? null, error, pauseMs ?? null],
    );
    return row?.state === 'dead';
  }

  /**
   * Nothing that waits for that target will get there. At most so many, and none that somebody is at: of a long queue the rest follows with
   * the next one that is tried. Gives how many.
   */
  async buryOf(channel: ChannelName, targetId: string, error: string, atMost: number): Promise<number> {
    const buried = await this.database.query(
      `UPDATE deliveries SET state = 'dead', claimed_until = NULL, finished_at = now(), last_error = $3
       WHERE id IN (
         SELECT id FROM deliveries WHERE channel = $1 AND target_id = $2 AND state = 'pending'
         ORDER BY due_at, id LIMIT $4 FOR NO KEY UPDATE SKIP LOCKED
       ) RETURNING id`,
      [channel, targetId, error, atMost],
    );
    return buried.length;
  }

  /** Nobody has tried what was due so long ago. At most so many; gives how many. */
  async buryForgotten(days: number, atMost: number): Promise<number> {
    const buried = await this.database.query(
      `UPDATE deliveries SET state = 'dead', claimed_until = NULL, finished_at = now(), last_error = 'Nobody here sends such things'
       WHERE id IN (
         SELECT id FROM deliveries WHERE channel = ANY($3::text[]) AND state = 'pending' AND due_at < now() - $1 * interval '1 day'
         LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED
       ) RETURNING id`,
      [days, atMost, CHANNELS],
    );
    return buried.length;
  }

  /** Whoever is next may try them at once. */
  async release(claimed: readonly Delivery[]): Promise<void> {
    await this.database.query(
      `UPDATE deliveries SET claimed_until = NULL, due_at = now() WHERE id IN
         (SELECT id FROM deliveries WHERE id = ANY($1::uuid[]) AND state = 'pending' ORDER BY id FOR NO KEY UPDATE)`,
      [claimed.map(({ id }) => id)],
    );
  }

  /** At most so many, of those that have been in such a state for so long; gives how many. */
  async removeFinished(states: readonly DeliveryState[], days: number, atMost: number): Promise<number> {
    const removed = await this.database.query(
      `DELETE FROM deliveries WHERE id IN (
         SELECT id FROM deliveries WHERE state = ANY($1::text[]) AND finished_at < now() - $2 * interval '1 day'
         LIMIT $3 FOR UPDATE SKIP LOCKED
       ) RETURNING id`,
      [states, days, atMost],
    );
    return removed.length;
  }

  private async markDelivered(arrived: readonly Arrived[]): Promise<undefined[]> {
    await this.database.query(
      `UPDATE deliveries d SET state = 'delivered', claimed_until = NULL, finished_at = now(), last_status = arrived.status,
         last_error = NULL
       FROM (
         SELECT d.id, a.status FROM deliveries d JOIN unnest($1::uuid[], $2::smallint[]) AS a (id, status) ON a.id = d.id
         WHERE d.state = 'pending' ORDER BY d.id FOR NO KEY UPDATE OF d
       ) arrived WHERE d.id = arrived.id`,
      [arrived.map(({ id }) => id), arrived.map(({ status }) => status)],
    );
    return arrived.map(() => undefined);
  }
}
