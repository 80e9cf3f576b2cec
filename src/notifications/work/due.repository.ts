import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import type { ChannelName } from '../delivery/channel.js';

/** What there is to do now. */
export interface Due {
  readonly events: boolean;
  readonly channels: readonly ChannelName[];
}

@Injectable()
export class DueRepository {
  constructor(private readonly database: Database) {}

  /** One look at two indexes, however much waits. */
  async look(channels: readonly ChannelName[]): Promise<Due> {
    const [row] = await this.database.query<Due>(
      `SELECT EXISTS (SELECT FROM outbox WHERE state = 'pending' AND due_at <= now()) AS events,
         ARRAY(
           SELECT channel FROM unnest($1::text[]) AS channel
           WHERE EXISTS (SELECT FROM deliveries d WHERE d.channel = channel.channel AND d.state = 'pending' AND d.due_at <= now())
         ) AS channels`,
      [channels],
    );
    return row ?? { events: false, channels: [] };
  }
}
