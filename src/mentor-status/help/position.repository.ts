import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { IN_ORDER, QUEUED, type QueuedRow } from './help-row.js';

/** Requests whose places are told; further back nobody moves in a time that anybody waits. */
const LOOKED_AT = 5_000;
/** What is recent: so many of a line, of so many hours. */
const RECENT = 20;
const RECENT_HOURS = 24;

const COLUMNS = `r.id, r.student_id AS "studentId", r.urgency, r.queued_at AS "requestedAt", r.subject_key AS "subjectKey",
  r.target_id AS "targetId"`;

/** Who waits in which line, and how long others did. */
@Injectable()
export class PositionRepository {
  constructor(private readonly database: Database) {}

  findQueue(): Promise<QueuedRow[]> {
    return this.database.query(`SELECT ${COLUMNS} FROM help_requests r WHERE ${QUEUED} ORDER BY ${IN_ORDER} LIMIT ${LOOKED_AT}`);
  }

  /** The line of that request, itself included. */
  findLine({ targetId, subjectKey }: Pick<QueuedRow, 'targetId' | 'subjectKey'>): Promise<QueuedRow[]> {
    return this.database.query(
      `SELECT ${COLUMNS} FROM help_requests r WHERE ${QUEUED} AND r.target_id IS NOT DISTINCT FROM $1
         AND ($1::text IS NOT NULL OR r.subject_key = $2) ORDER BY ${IN_ORDER} LIMIT ${LOOKED_AT}`,
      [targetId, subjectKey],
    );
  }

  /** How many seconds those waited whom somebody helped lately: of the line, or where there is nobody, of all. */
  async recentWaits({ targetId, subjectKey }: Pick<QueuedRow, 'targetId' | 'subjectKey'>): Promise<number[]> {
    const waits = await this.database.query<{ seconds: number; isOfLine: boolean }>(
      `SELECT * FROM (
         SELECT extract(epoch FROM r.accepted_at - r.requested_at)::float8 AS seconds,
           (r.target_id IS NOT DISTINCT FROM $1 AND ($1::text IS NOT NULL OR r.subject_key = $2)) AS "isOfLine", r.accepted_at AS at
         FROM help_requests r WHERE r.accepted_at IS NOT NULL AND r.requested_at > now() - make_interval(hours => ${RECENT_HOURS})
       ) accepted ORDER BY "isOfLine" DESC, at DESC LIMIT ${RECENT}`,
      [targetId, subjectKey],
    );
    const ofLine = waits.filter(({ isOfLine }) => isOfLine);
    return (ofLine.length > 0 ? ofLine : waits).map(({ seconds }) => seconds);
  }
}
