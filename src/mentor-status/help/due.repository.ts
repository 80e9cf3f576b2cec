import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { LIVE } from './help-row.js';

/** What time has come for. */
export type Due = 'expired' | 'lapsed' | 'student gone' | 'mentor gone';

/** Requests of one look, those not seen for the longest time first. */
const LOOKED_AT = 10_000;
const DUE_AT_ONCE = 200;

/** The clock of requests: whose time has come, and who was seen. */
@Injectable()
export class DueRepository {
  constructor(private readonly database: Database) {}

  /** Times in milliseconds. */
  findDue(studentGraceMs: number, mentorGraceMs: number): Promise<{ id: string; due: Due }[]> {
    return this.database.query(
      `SELECT * FROM (
         SELECT r.id, CASE
           WHEN r.state = 'active' THEN CASE WHEN r.seen_at <= now() - $2 * interval '1 millisecond' THEN 'mentor gone' END
           WHEN r.expires_at <= now() THEN 'expired'
           WHEN r.seen_at <= now() - $1 * interval '1 millisecond' THEN 'student gone'
           WHEN r.state = 'offered' AND r.offer_until <= now() THEN 'lapsed' END AS due
         FROM help_requests r WHERE ${LIVE}) looked
       WHERE due IS NOT NULL LIMIT ${DUE_AT_ONCE}`,
      [studentGraceMs, mentorGraceMs],
    );
  }

  /** On whom live requests depend: the mentor who helps, until then the student. */
  findDependedOn(): Promise<{ requestId: string; userId: string }[]> {
    return this.database.query(
      `SELECT r.id AS "requestId", CASE WHEN r.state = 'active' THEN r.mentor_id ELSE r.student_id END AS "userId"
       FROM help_requests r WHERE ${LIVE} ORDER BY r.seen_at LIMIT ${LOOKED_AT}`,
    );
  }

  /** They are here. What somebody is about to change is left out: it will be seen the next time. */
  async seen(requestIds: readonly string[]): Promise<void> {
    await this.database.query(
      `UPDATE help_requests r SET seen_at = now() FROM
         (SELECT r.id FROM help_requests r WHERE r.id = ANY($1::uuid[]) AND ${LIVE} ORDER BY r.id FOR NO KEY UPDATE SKIP LOCKED) seen
       WHERE r.id = seen.id`,
      [requestIds],
    );
  }

  /** Nobody can say who is here: everybody gets the grace once more. */
  async seenAll(): Promise<void> {
    await this.database.query(`UPDATE help_requests r SET seen_at = now() FROM
      (SELECT r.id FROM help_requests r WHERE ${LIVE} ORDER BY r.id FOR NO KEY UPDATE SKIP LOCKED) seen WHERE r.id = seen.id`);
  }
}
