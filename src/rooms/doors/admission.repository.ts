import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/index.js';
import type { AdmissionState, RoomAdmissionEntity } from './room-admission.entity.js';

type Queries = Pick<Transaction, 'query'>;

/** How somebody stands at a room's door; the times in seconds by the database's clock. */
export interface Standing extends Pick<RoomAdmissionEntity, 'state' | 'guest' | 'name'> {
  readonly age: number;
  readonly sinceTold: number;
}

export type NewStanding = Pick<RoomAdmissionEntity, 'roomId' | 'userId' | 'state' | 'guest' | 'name' | 'byUserId'>;
export type Waiting = Pick<RoomAdmissionEntity, 'userId' | 'guest' | 'name' | 'at'>;
export type Gone = Pick<RoomAdmissionEntity, 'roomId' | 'userId'> & { key: string | null; code: string | null };

/** Only as many hear a knock. */
const DOORKEEPERS = 100;

@Injectable()
export class AdmissionRepository {
  constructor(private readonly database: Database) {}

  async find(tx: Transaction, roomId: string, userId: string): Promise<Standing | undefined> {
    const [standing] = await tx.query<Standing>(
      `SELECT state, guest, name, extract(epoch FROM clock_timestamp() - at)::float8 AS age,
         extract(epoch FROM clock_timestamp() - told_at)::float8 AS "sinceTold"
       FROM room_admissions WHERE room_id = $1 AND user_id = $2`,
      [roomId, userId],
    );
    return standing;
  }

  /** Whatever they were before; from this moment. Gives the moment. */
  async put(tx: Transaction, { roomId, userId, state, guest, name, byUserId }: NewStanding): Promise<Date> {
    const [put] = await tx.query<{ at: Date }>(
      `INSERT INTO room_admissions (room_id, user_id, state, guest, name, by_user_id, at, told_at, seen_at)
       SELECT $1, $2, $3, $4, $5, $6, t.now, t.now, t.now FROM (SELECT clock_timestamp() AS now) t
       ON CONFLICT (room_id, user_id) DO UPDATE SET state = EXCLUDED.state, name = EXCLUDED.name,
         by_user_id = EXCLUDED.by_user_id, at = EXCLUDED.at, told_at = EXCLUDED.told_at, seen_at = EXCLUDED.seen_at
       RETURNING at`,
      [roomId, userId, state, guest, name, byUserId],
    );
    return put?.at ?? new Date();
  }

  /** They are still there, by that name now; `told`: and those who may answer hear of it again. */
  async renew(tx: Transaction, roomId: string, userId: string, { name, told }: { name: string | null; told: boolean }) {
    await tx.query(
      `UPDATE room_admissions SET name = $3, seen_at = clock_timestamp(),
         told_at = CASE WHEN $4 THEN clock_timestamp() ELSE told_at END WHERE room_id = $1 AND user_id = $2`,
      [roomId, userId, name, told],
    );
  }

  /** Gives what they were until then. */
  async remove(tx: Transaction, roomId: string, userId: string): Promise<AdmissionState | undefined> {
    const [removed] = await tx.query<{ state: AdmissionState }>(
      'DELETE FROM room_admissions WHERE room_id = $1 AND user_id = $2 RETURNING state',
      [roomId, userId],
    );
    return removed?.state;
  }

  async count(tx: Transaction, roomId: string, state: AdmissionState): Promise<number> {
    const [row] = await tx.query<{ people: number }>(
      'SELECT count(*) AS people FROM room_admissions WHERE room_id = $1 AND state = $2',
      [roomId, state],
    );
    return row?.people ?? 0;
  }

  /** Owner and moderators: who answers a knock. */
  async doorkeepersOf(tx: Transaction, roomId: string): Promise<string[]> {
    const keepers = await tx.query<{ id: string }>(
      `SELECT user_id AS id FROM room_members WHERE room_id = $1 AND role IN ('owner', 'moderator') AND NOT banned
       ORDER BY role DESC, joined_at LIMIT ${DOORKEEPERS}`,
      [roomId],
    );
    return keepers.map(({ id }) => id);
  }

  /** Who waits, longest first; not the banned, who knocked before. */
  async waitingAt(queries: Queries, roomId: string): Promise<Waiting[]> {
    return queries.query<Waiting>(
      `SELECT a.user_id AS "userId", a.guest, a.name, a.at FROM room_admissions a WHERE a.room_id = $1 AND a.state = 'waiting'
         AND NOT EXISTS (SELECT 1 FROM room_members m WHERE m.room_id = a.room_id AND m.user_id = a.user_id AND m.banned)
       ORDER BY a.at, a.user_id`,
      [roomId],
    );
  }

  /** Ends all waiting there; gives who waited. */
  async removeWaitingAt(roomId: string): Promise<string[]> {
    const gone = await this.database.query<{ id: string }>(
      `DELETE FROM room_admissions WHERE room_id = $1 AND state = 'waiting' RETURNING user_id AS id`,
      [roomId],
    );
    return gone.map(({ id }) => id);
  }

  /** Who is gone waits nowhere; of a guest, who never comes back as the same, nothing is left. */
  async removeGone(userId: string): Promise<void> {
    await this.database.query(`DELETE FROM room_admissions WHERE user_id = $1 AND (state = 'waiting' OR guest)`, [userId]);
  }

  async removeGuests(): Promise<void> {
    await this.database.query('DELETE FROM room_admissions WHERE guest');
  }

  /** At whatever door. */
  async whoWaits(): Promise<string[]> {
    const waiting = await this.database.query<{ id: string }>(
      `SELECT DISTINCT user_id AS id FROM room_admissions WHERE state = 'waiting' OR guest`,
    );
    return waiting.map(({ id }) => id);
  }

  /** They have a live connection. Rows that somebody is changing are seen by that. */
  async markSeen(userIds: readonly string[]): Promise<void> {
    await this.database.query(
      `UPDATE room_admissions a SET seen_at = clock_timestamp() FROM
         (SELECT room_id, user_id FROM room_admissions WHERE user_id = ANY($1) AND (state = 'waiting' OR guest)
          FOR UPDATE SKIP LOCKED) here
       WHERE a.room_id = here.room_id AND a.user_id = here.user_id`,
      [userIds],
    );
  }

  /**
   * What no longer means anything: of rooms that are closed, of those whom no node has seen for so many seconds, and denials
   * older than that. Gives who waited at a closed room. Takes no lock that another holds, so that two nodes can't block each other.
   */
  async removeStale(unseenSeconds: number, deniedSeconds: number): Promise<Gone[]> {
    return this.database.query<Gone>(
      `WITH stale AS (
         SELECT a.room_id, a.user_id FROM room_admissions a JOIN rooms r ON r.id = a.room_id
         WHERE r.closed_at IS NOT NULL
            OR ((a.state = 'waiting' OR a.guest) AND a.seen_at < clock_timestamp() - $1 * interval '1 second')
            OR (a.state = 'denied' AND a.at < clock_timestamp() - $2 * interval '1 second')
         FOR UPDATE OF a SKIP LOCKED),
       removed AS (
         DELETE FROM room_admissions a USING stale s WHERE a.room_id = s.room_id AND a.user_id = s.user_id
         RETURNING a.room_id, a.user_id, a.state)
       SELECT d.room_id AS "roomId", d.user_id AS "userId", r.key, r.code FROM removed d JOIN rooms r ON r.id = d.room_id
       WHERE d.state = 'waiting' AND r.closed_at IS NOT NULL`,
      [unseenSeconds, deniedSeconds],
    );
  }
}
