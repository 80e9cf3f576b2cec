import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import type { ChannelName } from './channel.js';
import type { DeliveryEntity, DeliveryState } from './delivery.entity.js';

/** A delivery as administrators see it: without what was sent, which may be people's messages. */
export type LoggedDelivery = Pick<
  DeliveryEntity,
  'id' | 'kind' | 'state' | 'attempts' | 'dueAt' | 'lastStatus' | 'lastError' | 'createdAt' | 'finishedAt'
>;

export interface LogFilter {
  state?: DeliveryState;
  /** Those made before this one. */
  before?: string;
  atMost: number;
}

/** What became of the deliveries to one target, and the way to try them again. */
@Injectable()
export class DeliveryLogRepository {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  list(channel: ChannelName, targetId: string, { state, before, atMost }: LogFilter): Promise<LoggedDelivery[]> {
    return this.database.query(
      `SELECT id, kind, state, attempts, due_at AS "dueAt", last_status AS "lastStatus", last_error AS "lastError",
         created_at AS "createdAt", finished_at AS "finishedAt"
       FROM deliveries
       WHERE channel = $1 AND target_id = $2 AND ($3::text IS NULL OR state = $3) AND ($4::uuid IS NULL OR id < $4)
       ORDER BY id DESC LIMIT $5`,
      [channel, targetId, state ?? null, before ?? null, atMost],
    );
  }

  /** It is due now, as if it had never been tried; one that is being tried is left alone. Whether there is such a delivery. */
  async replay(channel: ChannelName, targetId: string, id: string): Promise<boolean> {
    const found = await this.database.query(
      `WITH replayed AS (
         UPDATE deliveries SET state = 'pending', attempts = 0, due_at = now(), finished_at = NULL
         WHERE id = $3 AND channel = $1 AND target_id = $2 AND claimed_until IS NULL
       )
       SELECT 1 FROM deliveries WHERE id = $3 AND channel = $1 AND target_id = $2`,
      [channel, targetId, id],
    );
    return found.length > 0;
  }

  /** Those that died and were made since then, the oldest first; how many. */
  async replayDead(channel: ChannelName, targetId: string, since: Date, atMost: number): Promise<number> {
    const replayed = await this.database.query(
      `UPDATE deliveries SET state = 'pending', attempts = 0, due_at = now(), finished_at = NULL
       WHERE id IN (
         SELECT id FROM deliveries
         WHERE channel = $1 AND target_id = $2 AND state = 'dead' AND created_at >= $3 ORDER BY id LIMIT $4 FOR UPDATE SKIP LOCKED
       ) RETURNING id`,
      [channel, targetId, since, atMost],
    );
    return replayed.length;
  }
}
