import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';

/** Counting more than that would cost more than it tells. */
const COUNTED = 10_000;

/** Requests for help that are not over. */
export interface HelpCounts {
  readonly waiting: number;
  readonly active: number;
}

@Injectable()
export class HelpLoadRepository {
  constructor(private readonly database: Database) {}

  /** From the indexes of what waits and of what mentors are at. */
  async count(): Promise<HelpCounts> {
    const [row] = await this.database.query<HelpCounts>(
      `SELECT (SELECT count(*) FROM (SELECT FROM help_requests WHERE state IN ('waiting', 'offered') LIMIT ${COUNTED}) w) AS waiting,
         (SELECT count(*) FROM (SELECT FROM help_requests WHERE state = 'active' LIMIT ${COUNTED}) a) AS active`,
    );
    return row ?? { waiting: 0, active: 0 };
  }
}
