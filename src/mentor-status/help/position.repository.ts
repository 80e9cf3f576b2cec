import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { IN_ORDER, QUEUED, type QueuedRow } from './help-row.js';

/** Requests whose places are told; further back nobody moves in a time that anybody waits. */
const LOOKED_AT = 5_000;
/** What is recent: so many of a line, since then. */
const RECENT = 20;
const RECENTLY = `now() - interval '24 hours'`;

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
    const ofLine =
      targetId === null
        ? await this.waits('r.target_id IS NULL AND r.subject_key = $1', [subjectKey])
        : await this.waits('r.target_id = $1', [targetId]);
    return ofLine.length > 0 ? ofLine : this.waits('true', []);
  }

  /** Each line has its index by the time of help: no more is read than is wanted. Nobody is helped before they ask. */
  private async waits(line: string, parameters: readonly (string | null)[]): Promise<number[]> {
    const waits = await this.database.query<{ seconds: number }>(
      `SELECT extract(epoch FROM r.accepted_at - r.requested_at)::float8 AS seconds FROM help_requests r
       WHERE ${line} AND r.requested_at > ${RECENTLY} AND r.accepted_at > ${RECENTLY} ORDER BY r.accepted_at DESC LIMIT ${RECENT}`,
      parameters,
    );
    return waits.map(({ seconds }) => seconds);
  }
}
