import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import type { Availability, User } from '../protocol/index.js';
import type { MentorPlace } from './mentor-cursor.js';
import {
  ACCOUNT_NAME_KEY,
  HAS_MENTORS_ACCOUNT,
  IS_AVAILABLE,
  IS_LISTED,
  MENTOR_COLUMNS,
  MENTORS,
  MENTORS_BY_NAME,
  NAME_KEY,
  teaches,
} from './mentor.sql.js';
import type { StoredMentor } from './stored-mentor.js';

/** Absent leaves as it is, null takes away. */
export interface StatusWishes {
  readonly availability?: Availability | undefined;
  readonly statusText?: string | null | undefined;
  readonly subjects?: { readonly names: readonly string[]; readonly keys: readonly string[] } | undefined;
  readonly capacity?: number | undefined;
  readonly metadata?: Record<string, unknown> | null | undefined;
}

export interface MentorQuestion {
  /** Null: whatever they teach. */
  readonly subjectKey: string | null;
  readonly isAvailable: boolean;
  /** The place that the page begins behind; null: from the first. */
  readonly after: MentorPlace | null;
  readonly limit: number;
}

export type ListedMentor = StoredMentor & Pick<MentorPlace, 'isBehind' | 'key'>;

/** What they had chosen, unless they are gone and only their row does not say so yet. */
const STILL_CHOSEN = `CASE WHEN m.here_until > now() THEN m.chosen ELSE 'offline' END`;

const SET = `
INSERT INTO mentor_statuses AS m (mentor_id, guest_name, chosen, status_text, subjects, subject_keys, capacity, metadata, here_until)
VALUES ($1, $2, coalesce($3::text, 'offline'), $5::text, coalesce($6::text[], '{}'), coalesce($7::text[], '{}'), coalesce($8::smallint, 1),
  $10::json, now() + make_interval(secs => $11))
ON CONFLICT (mentor_id) DO UPDATE SET
  guest_name = excluded.guest_name,
  chosen = coalesce($3, ${STILL_CHOSEN}),
  chosen_at = CASE WHEN coalesce($3, ${STILL_CHOSEN}) = m.chosen THEN m.chosen_at ELSE now() END,
  missed_offers = CASE WHEN $3 IS NULL THEN m.missed_offers ELSE 0 END,
  status_text = CASE WHEN $4::boolean THEN $5 ELSE m.status_text END,
  subjects = coalesce($6, m.subjects),
  subject_keys = coalesce($7, m.subject_keys),
  capacity = coalesce($8, m.capacity),
  metadata = CASE WHEN $9::boolean THEN $10 ELSE m.metadata END,
  here_until = greatest(m.here_until, excluded.here_until),
  updated_at = now()`;

/** A page of some of the listed mentors, who are all behind or none of whom is. */
const pageOf = (isBehind: boolean, mentors: string, key: string, condition: string): string => `
  (SELECT ${MENTOR_COLUMNS}, ${isBehind} AS "isBehind", ${key} AS key FROM ${mentors}
   WHERE ${condition} AND ${IS_LISTED} AND ${isBehind ? 'NOT' : ''} ${IS_AVAILABLE} AND ${teaches('$1')}
     AND ($3::boolean IS ${isBehind ? 'NOT TRUE' : 'NULL'} OR ($3 = ${isBehind} AND (${key}, m.mentor_id) > ($4::text, $5::text)))
   ORDER BY ${key}, m.mentor_id LIMIT $6)`;

/**
 * Each kind from an index of its own: of those behind there may be as many as there ever were mentors, of the others as many as are here.
 */
const LIST = `
SELECT * FROM (
  ${pageOf(false, MENTORS, NAME_KEY, `m.chosen <> 'offline'`)}
  UNION ALL
  ${pageOf(true, MENTORS, NAME_KEY, 'NOT $2::boolean AND m.guest_name IS NOT NULL')}
  UNION ALL
  ${pageOf(true, MENTORS_BY_NAME, ACCOUNT_NAME_KEY, `NOT $2 AND m.guest_name IS NULL AND ${HAS_MENTORS_ACCOUNT}`)}
) listed
ORDER BY "isBehind", key COLLATE "C", "mentorId" LIMIT $6`;

/** What mentors chose, and how that shows. */
@Injectable()
export class MentorStatusRepository {
  constructor(private readonly database: Database) {}

  /** From now on they count as here for the grace, too. */
  async set(mentor: User, wishes: StatusWishes, graceSeconds: number): Promise<void> {
    const { availability, statusText, subjects, capacity, metadata } = wishes;
    await this.database.query(SET, [
      mentor.id,
      mentor.guest ? mentor.name : null,
      availability ?? null,
      statusText !== undefined,
      statusText ?? null,
      subjects?.names ?? null,
      subjects?.keys ?? null,
      capacity ?? null,
      metadata !== undefined,
      metadata === undefined || metadata === null ? null : JSON.stringify(metadata),
      graceSeconds,
    ]);
  }

  /** Of those who ever chose anything, also where they are no mentors any more. */
  find(mentorIds: readonly string[]): Promise<StoredMentor[]> {
    return this.database.query(
      `SELECT ${MENTOR_COLUMNS} FROM ${MENTORS} WHERE m.mentor_id = ANY($1) AND (u.id IS NOT NULL OR m.guest_name IS NOT NULL)`,
      [mentorIds],
    );
  }

  /** Available ones first, then by name. */
  list({ subjectKey, isAvailable, after, limit }: MentorQuestion): Promise<ListedMentor[]> {
    const place = [after?.isBehind ?? null, after?.key ?? null, after?.id ?? null];
    return this.database.query(LIST, [subjectKey, isAvailable, ...place, limit]);
  }

  async countAvailable(): Promise<number> {
    const [row] = await this.database.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM ${MENTORS} WHERE ${IS_AVAILABLE}`,
    );
    return row?.count ?? 0;
  }
}
