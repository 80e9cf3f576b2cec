import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/index.js';
import type { User } from '../../protocol/index.js';
import { IS_AVAILABLE, LOAD, MENTORS } from '../mentor.sql.js';

/** Offers let pass one after the other that make a mentor busy: they are not there, whatever they chose. */
const MISSES = 2;

/** What is asked inside a transaction, or on its own. */
export type Queries = Pick<Database | Transaction, 'query'>;

/** A mentor under the lock under which their load grows. */
export interface MentorAtWork {
  /** Students whom they help now. */
  readonly load: number;
  readonly capacity: number;
}

/** Who has time for one more student. */
@Injectable()
export class FreeMentorRepository {
  constructor(private readonly database: Database) {}

  /** Those of them who can be asked. */
  async findAmong(mentorIds: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ mentorId: string }>(
      `SELECT m.mentor_id AS "mentorId" FROM ${MENTORS} WHERE m.mentor_id = ANY($1) AND ${IS_AVAILABLE}`,
      [mentorIds],
    );
    return rows.map(({ mentorId }) => mentorId);
  }

  /** Takes the lock under which a mentor's load grows. Who never chose anything is offline. */
  async lock(tx: Transaction, { id, guest, name }: User): Promise<MentorAtWork> {
    await tx.query('INSERT INTO mentor_statuses (mentor_id, guest_name) VALUES ($1, $2) ON CONFLICT (mentor_id) DO NOTHING', [
      id,
      guest ? name : null,
    ]);
    await tx.query('SELECT 1 FROM mentor_statuses WHERE mentor_id = $1 FOR NO KEY UPDATE', [id]);
    // A statement of its own: one that waited for the lock would count the load of before.
    const [row] = await tx.query<MentorAtWork>(
      `SELECT ${LOAD} AS load, m.capacity FROM mentor_statuses m WHERE m.mentor_id = $1`,
      [id],
    );
    if (row === undefined) throw new Error('A row is gone that is locked');
    return row;
  }

  /** Gives whether that made them busy. Who had no room for it, or is not available any more, could not have taken it: that is no miss. */
  async missed(mentorId: string, queries: Queries = this.database): Promise<boolean> {
    const rows = await queries.query(
      `UPDATE mentor_statuses m SET missed_offers = missed_offers + 1,
         chosen = CASE WHEN missed_offers + 1 >= ${MISSES} THEN 'busy' ELSE chosen END,
         chosen_at = CASE WHEN missed_offers + 1 >= ${MISSES} THEN now() ELSE chosen_at END,
         updated_at = CASE WHEN missed_offers + 1 >= ${MISSES} THEN now() ELSE updated_at END
       WHERE mentor_id = $1 AND chosen = 'available' AND ${LOAD} < capacity RETURNING chosen`,
      [mentorId],
    );
    return rows.some((row) => (row as { chosen: string }).chosen === 'busy');
  }

  async answered(mentorId: string, queries: Queries = this.database): Promise<void> {
    await queries.query('UPDATE mentor_statuses SET missed_offers = 0 WHERE mentor_id = $1 AND missed_offers > 0', [mentorId]);
  }
}
