import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/index.js';
import type { ChannelName, Delivery, NewDelivery } from '../delivery/channel.js';

/** A device and what it may show. */
export interface ShownAt {
  readonly channel: ChannelName;
  readonly targetId: string;
  readonly ownerId: string | null;
}

/** What deliveries tell of what devices show, or are to show no more. */
@Injectable()
export class PushDeliveryRepository {
  constructor(private readonly database: Database) {}

  /** What was made for the device last under the same key, where that was after this and is sent, or being sent. */
  async sentAfter({ id, channel, targetId, collapseKey }: Delivery): Promise<NewDelivery | undefined> {
    const [last] = await this.database.query<NewDelivery>(
      `SELECT * FROM (
         SELECT channel, target_id AS "targetId", owner_id AS "ownerId", event_id AS "eventId", kind, payload, collapse_key AS "collapseKey",
           expires_at AS "expiresAt", attempts, state FROM deliveries
         WHERE target_id = $1 AND id > $2 AND channel = $3 AND collapse_key = $4 ORDER BY id DESC LIMIT 1) last
       WHERE last.attempts > 0 AND last.state IN ('pending', 'delivered')`,
      [targetId, id, channel, collapseKey],
    );
    return last;
  }

  /** What waits and shows one of these messages is sent no more. Looks at all that waits for devices: that is little, unless a service is away. */
  async forgetMessages(tx: Transaction, messageIds: readonly string[]): Promise<void> {
    await tx.query(
      `UPDATE deliveries SET state = 'withdrawn', claimed_until = NULL, finished_at = now()
       WHERE channel IN ('webpush', 'fcm') AND state = 'pending' AND kind IN ('message', 'mention')
         AND payload -> 'data' ->> 'messageId' = ANY($1::text[])`,
      [[...messageIds]],
    );
  }

  /**
   * Of these devices, those that may show something by that key: what was sent last, or is being sent, shows something. Whether a service
   * has brought it to the device it does not say.
   */
  async showing(tx: Transaction, targetIds: readonly string[], collapseKey: string): Promise<ShownAt[]> {
    return tx.query<ShownAt>(
      `SELECT channel, target_id AS "targetId", owner_id AS "ownerId" FROM (
         SELECT DISTINCT ON (d.channel, d.target_id) d.channel, d.target_id, d.owner_id, d.payload FROM deliveries d
         WHERE d.target_id = ANY($1::text[]) AND d.collapse_key = $2 AND d.channel IN ('webpush', 'fcm')
           AND d.attempts > 0 AND d.state <> 'dead'
         ORDER BY d.channel, d.target_id, d.id DESC) last
       WHERE NOT (last.payload ->> 'withdrawn')::boolean`,
      [[...targetIds], collapseKey],
    );
  }
}
