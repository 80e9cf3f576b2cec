import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/index.js';
import type { HelpState } from '../../protocol/index.js';
import type { HelpRequestEntity } from './help-request.entity.js';
import { HELP_COLUMNS, HELP_TABLES, IN_ORDER, LIVE, QUEUED, type HelpRow } from './help-row.js';

export type NewHelp = Pick<
  HelpRequestEntity,
  'id' | 'studentId' | 'studentName' | 'subject' | 'subjectKey' | 'text' | 'urgency' | 'metadata' | 'targetId' | 'targetName'
> & { readonly expiryMs: number };

/** Who helps from now on, and where. */
export type Acceptance = Readonly<Pick<HelpRequestEntity, 'mentorName'> & { mentorId: string; roomId: string }>;

type Queries = Pick<Transaction, 'query'>;

const SHOWN = 200;

/** Requests, one at a time. Whoever changes one locks it first. */
@Injectable()
export class HelpRequestRepository {
  constructor(private readonly database: Database) {}

  /** Whether it was; not where the student has one that is not over. */
  async insert(tx: Transaction, request: NewHelp): Promise<boolean> {
    const inserted = await tx.query(
      `INSERT INTO help_requests (id, state, student_id, student_name, subject, subject_key, text, urgency, metadata, target_id,
         target_name, expires_at)
       VALUES ($1, 'waiting', $2, $3, $4, $5, $6, $7, $8, $9, $10, now() + $11 * interval '1 millisecond')
       ON CONFLICT (student_id) WHERE state IN ('waiting', 'offered', 'active') DO NOTHING RETURNING id`,
      [
        request.id,
        request.studentId,
        request.studentName,
        request.subject,
        request.subjectKey,
        request.text,
        request.urgency,
        request.metadata === null ? null : JSON.stringify(request.metadata),
        request.targetId,
        request.targetName,
        request.expiryMs,
      ],
    );
    return inserted.length > 0;
  }

  async find(id: string, queries: Queries = this.database): Promise<HelpRow | undefined> {
    const [row] = await queries.query<HelpRow>(`SELECT ${HELP_COLUMNS} FROM ${HELP_TABLES} WHERE r.id = $1`, [id]);
    return row;
  }

  /** Makes everybody else who wants to change it wait until the transaction ends. */
  async lock(tx: Transaction, id: string): Promise<HelpRow | undefined> {
    const [row] = await tx.query<HelpRow>(`SELECT ${HELP_COLUMNS} FROM ${HELP_TABLES} WHERE r.id = $1 FOR NO KEY UPDATE OF r`, [
      id,
    ]);
    return row;
  }

  /** The student's own that is not over. */
  async findOpenOf(studentId: string): Promise<HelpRow | undefined> {
    const [row] = await this.database.query<HelpRow>(
      `SELECT ${HELP_COLUMNS} FROM ${HELP_TABLES} WHERE r.student_id = $1 AND ${LIVE}`,
      [studentId],
    );
    return row;
  }

  /** What a mentor is asked, or helps with, in order. */
  async findFor(mentorId: string): Promise<HelpRow[]> {
    return this.database.query<HelpRow>(
      `SELECT ${HELP_COLUMNS} FROM ${HELP_TABLES}
       WHERE (r.state = 'active' AND r.mentor_id = $1) OR (r.state = 'offered' AND r.id IN
         (SELECT o.request_id FROM help_offers o WHERE o.mentor_id = $1 AND o.answer = 'pending'))
       ORDER BY ${IN_ORDER} LIMIT ${SHOWN}`,
      [mentorId],
    );
  }

  /** Ids of the live requests of a student, of those that a mentor helps with, and of those they are asked. */
  async findInvolving(userId: string): Promise<{ id: string; part: 'student' | 'mentor' | 'asked' }[]> {
    return this.database.query(
      `SELECT r.id, 'student' AS part FROM help_requests r WHERE r.student_id = $1 AND ${LIVE}
       UNION ALL SELECT r.id, 'mentor' FROM help_requests r WHERE r.mentor_id = $1 AND r.state = 'active'
       UNION ALL SELECT o.request_id, 'asked' FROM help_offers o WHERE o.mentor_id = $1 AND o.answer = 'pending'`,
      [userId],
    );
  }

  /** Somebody is asked; `offerMs`: for how long, before the next is. */
  async offered(tx: Transaction, id: string, offerMs: number | null): Promise<void> {
    await tx.query(
      `UPDATE help_requests SET state = 'offered', offer_until = now() + $2 * interval '1 millisecond' WHERE id = $1`,
      [id, offerMs],
    );
  }

  /** Nobody is asked any more. */
  async withdrawn(tx: Transaction, id: string): Promise<void> {
    await tx.query(`UPDATE help_requests SET state = 'waiting', offer_until = NULL WHERE id = $1`, [id]);
  }

  async accepted(tx: Transaction, id: string, { mentorId, mentorName, roomId }: Acceptance): Promise<void> {
    await tx.query(
      `UPDATE help_requests SET state = 'active', mentor_id = $2, mentor_name = $3, room_id = $4, accepted_at = now(), seen_at = now(),
         offer_until = NULL, expires_at = NULL WHERE id = $1`,
      [id, mentorId, mentorName, roomId],
    );
  }

  /** Back to where it was in the queue; it has as long again until it expires, and the student as long to be seen. */
  async requeued(tx: Transaction, id: string, expiryMs: number): Promise<void> {
    await tx.query(
      `UPDATE help_requests SET state = 'waiting', mentor_id = NULL, mentor_name = NULL, room_id = NULL, accepted_at = NULL,
         seen_at = now(), expires_at = now() + $2 * interval '1 millisecond' WHERE id = $1`,
      [id, expiryMs],
    );
  }

  async ended(tx: Transaction, id: string, state: HelpState): Promise<void> {
    await tx.query(`UPDATE help_requests SET state = $2, ended_at = now(), offer_until = NULL, expires_at = NULL WHERE id = $1`, [
      id,
      state,
    ]);
  }

  /** What is said already stays. */
  async rated(tx: Transaction, id: string, rating: number | undefined, note: string | undefined): Promise<void> {
    await tx.query(`UPDATE help_requests SET rating = coalesce(rating, $2), note = coalesce(note, $3) WHERE id = $1`, [
      id,
      rating ?? null,
      note ?? null,
    ]);
  }

  /** Whether the student was not seen for so long, or the mentor; asked under the lock. */
  async isDeserted(tx: Transaction, id: string, graceMs: number): Promise<boolean> {
    const rows = await tx.query(
      `SELECT FROM help_requests r WHERE r.id = $1 AND ${LIVE} AND r.seen_at <= now() - $2 * interval '1 millisecond'`,
      [id, graceMs],
    );
    return rows.length > 0;
  }

  /** Whether its time in the queue is over; asked under the lock. */
  async isExpired(tx: Transaction, id: string): Promise<boolean> {
    return (
      (await tx.query(`SELECT FROM help_requests r WHERE r.id = $1 AND ${QUEUED} AND r.expires_at <= now()`, [id])).length > 0
    );
  }

  /** Whether the mentor who is asked has let it pass; asked under the lock. */
  async hasLapsed(tx: Transaction, id: string): Promise<boolean> {
    const rows = await tx.query(
      `SELECT FROM help_requests r WHERE r.id = $1 AND r.state = 'offered' AND r.offer_until <= now()`,
      [id],
    );
    return rows.length > 0;
  }
}
