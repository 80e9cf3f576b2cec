import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/index.js';
import type { ChannelName } from '../delivery/channel.js';

/** A device and what it may show. */
export interface ShownAt {
  readonly channel: ChannelName;
  readonly targetId: string;
}

/** What deliveries tell of what devices show. */
@Injectable()
export class PushDeliveryRepository {
  /**
   * Of these devices, those that may show something by that key: what was sent last, or is being sent, shows something. Whether a service
   * has brought it to the device it does not say.
   */
  async showing(tx: Transaction, targetIds: readonly string[], collapseKey: string): Promise<ShownAt[]> {
    return tx.query<ShownAt>(
      `SELECT channel, target_id AS "targetId" FROM (
         SELECT DISTINCT ON (d.channel, d.target_id) d.channel, d.target_id, d.payload FROM deliveries d
         WHERE d.target_id = ANY($1::text[]) AND d.collapse_key = $2 AND d.channel IN ('webpush', 'fcm')
           AND d.attempts > 0 AND d.state <> 'dead'
         ORDER BY d.channel, d.target_id, d.id DESC) last
       WHERE NOT (last.payload ->> 'withdrawn')::boolean`,
      [[...targetIds], collapseKey],
    );
  }
}
