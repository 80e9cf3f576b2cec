import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';

/** Mentors who are set offline in one statement. */
const AT_ONCE = 500;
/** A guest's row is kept so long after they were last here. */
const GUEST_HOURS = 24;

/** Who is gone is offline until they choose again; of a guest nothing else is kept either. */
const GO_OFFLINE = `
  chosen = 'offline', chosen_at = now(), missed_offers = 0, updated_at = now(),
  status_text = CASE WHEN m.guest_name IS NULL THEN m.status_text END,
  subjects = CASE WHEN m.guest_name IS NULL THEN m.subjects ELSE '{}' END,
  subject_keys = CASE WHEN m.guest_name IS NULL THEN m.subject_keys ELSE '{}' END,
  capacity = CASE WHEN m.guest_name IS NULL THEN m.capacity ELSE 1 END,
  metadata = CASE WHEN m.guest_name IS NULL THEN m.metadata END`;

/** Until when mentors count as here. */
@Injectable()
export class AttendanceRepository {
  constructor(private readonly database: Database) {}

  /** They count as here for the grace from now. Gives those of them who chose to be available. */
  async extend(mentorIds: readonly string[], graceSeconds: number): Promise<string[]> {
    // Locked in one order, so that two nodes that both have a device of the same people don't wait for each other.
    const rows = await this.database.query<{ mentorId: string; isAvailable: boolean }>(
      `UPDATE mentor_statuses m SET here_until = now() + make_interval(secs => $2)
       FROM (SELECT mentor_id FROM mentor_statuses WHERE mentor_id = ANY($1) ORDER BY mentor_id FOR NO KEY UPDATE) held
       WHERE m.mentor_id = held.mentor_id RETURNING m.mentor_id AS "mentorId", m.chosen = 'available' AS "isAvailable"`,
      [mentorIds, graceSeconds],
    );
    return rows.filter(({ isAvailable }) => isAvailable).map(({ mentorId }) => mentorId);
  }

  /** Sets those offline who were gone for the grace, of these or (null) of all, some at a time; who they were. */
  async endOverdue(mentorIds: readonly string[] | null): Promise<string[]> {
    const rows = await this.database.query<{ mentorId: string }>(
      `UPDATE mentor_statuses m SET ${GO_OFFLINE}
       FROM (SELECT mentor_id FROM mentor_statuses
             WHERE chosen <> 'offline' AND here_until <= now() AND ($1::text[] IS NULL OR mentor_id = ANY($1))
             ORDER BY here_until LIMIT ${AT_ONCE} FOR NO KEY UPDATE SKIP LOCKED) overdue
       WHERE m.mentor_id = overdue.mentor_id RETURNING m.mentor_id AS "mentorId"`,
      [mentorIds],
    );
    return rows.map(({ mentorId }) => mentorId);
  }

  async forgetGuests(): Promise<void> {
    await this.database.query(
      `DELETE FROM mentor_statuses
       WHERE guest_name IS NOT NULL AND chosen = 'offline' AND here_until < now() - make_interval(hours => ${GUEST_HOURS})`,
    );
  }
}
