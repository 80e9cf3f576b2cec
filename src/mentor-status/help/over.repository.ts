import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';

/** Requests for help that are over. */
@Injectable()
export class OverRepository {
  constructor(private readonly database: Database) {}

  /** Those that ended more than so many days ago, with whom they were offered to; at most so many. Gives how many it removed. */
  async removeOlderThan(days: number, atMost: number): Promise<number> {
    const removed = await this.database.query<{ id: string }>(
      `DELETE FROM help_requests WHERE id IN
         (SELECT id FROM help_requests WHERE ended_at < now() - $1 * interval '1 day' ORDER BY ended_at LIMIT $2) RETURNING id`,
      [days, atMost],
    );
    return removed.length;
  }
}
