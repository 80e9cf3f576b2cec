import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import type { ChannelName } from '../delivery/channel.js';

/** What there is to do now. */
export interface Due {
  readonly events: boolean;
  readonly channels: readonly ChannelName[];
}

/** How much waits. */
export interface Backlog {
  readonly pending: number;
  readonly dead: number;
  readonly oldestSeconds: number;
  readonly channels: readonly { readonly channel: ChannelName; readonly count: number }[];
}

/** Counting more than that would cost more than it tells. */
const COUNTED = 10_000;
const NOTHING: Backlog = { pending: 0, dead: 0, oldestSeconds: 0, channels: [] };

@Injectable()
export class DueRepository {
  constructor(private readonly database: Database) {}

  /** One look at two indexes, however much waits. */
  async look(channels: readonly ChannelName[]): Promise<Due> {
    const [row] = await this.database.query<Due>(
      `SELECT EXISTS (SELECT FROM outbox WHERE state = 'pending' AND due_at <= now()) AS events,
         ARRAY(
           SELECT asked.channel FROM unnest($1::text[]) AS asked (channel)
           WHERE EXISTS (SELECT FROM deliveries d WHERE d.channel = asked.channel AND d.state = 'pending' AND d.due_at <= now())
         ) AS channels`,
      [channels],
    );
    return row ?? { events: false, channels: [] };
  }

  async measure(channels: readonly ChannelName[]): Promise<Backlog> {
    const [row] = await this.database.query<Backlog>(
      `SELECT (SELECT count(*) FROM (SELECT FROM outbox WHERE state = 'pending' LIMIT ${COUNTED}) o) AS pending,
         (SELECT count(*) FROM (SELECT FROM outbox WHERE state = 'dead' LIMIT ${COUNTED}) o) AS dead,
         coalesce(
           (SELECT extract(epoch FROM now() - created_at)::float8 FROM outbox WHERE state = 'pending' ORDER BY position LIMIT 1), 0
         ) AS "oldestSeconds",
         ARRAY(
           SELECT json_build_object('channel', asked.channel, 'count', (SELECT count(*) FROM (
             SELECT FROM deliveries d WHERE d.channel = asked.channel AND d.state = 'pending' LIMIT ${COUNTED}) w))
           FROM unnest($1::text[]) AS asked (channel)
         ) AS channels`,
      [channels],
    );
    return row ?? NOTHING;
  }
}
