import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import type { RoomKind } from '../protocol/index.js';

/** Any fixed number will do; it must be the same on every node, and not the migrations'. */
const SWEEPERS_LOCK = 0x6c797265;
/** Those who write to the room wait as long as a batch takes; a batch waits no longer than this for them. */
const LOCK_MS = 200;

/** Those rooms of a kind, in the order of their ids, whose first message is too old. Their log begins after `pruned_seq`. */
const OUTDATED = `
SELECT r.id FROM rooms r CROSS JOIN LATERAL (
  SELECT created_at FROM messages WHERE room_id = r.id AND seq > r.pruned_seq ORDER BY seq LIMIT 1
) oldest
WHERE r.kind = $1 AND r.id > $2::uuid AND oldest.created_at < now() - $3 * interval '1 day'
ORDER BY r.id LIMIT $4`;

const LOCK_ROOM = `
SELECT r.id FROM rooms r, set_config('lock_timeout', $2, true) WHERE r.id = $1 FOR NO KEY UPDATE OF r`;

/** From the first message on, and up to the first that is young enough: what is gone is always the beginning of the log. */
const PRUNE = `
WITH oldest AS (
  SELECT m.id, m.seq, m.created_at < now() - $2 * interval '1 day' AS is_old
  FROM rooms r JOIN messages m ON m.room_id = r.id AND m.seq > r.pruned_seq
  WHERE r.id = $1 ORDER BY m.seq LIMIT $3
),
gone AS (
  DELETE FROM messages WHERE id IN (
    SELECT id FROM oldest WHERE seq < coalesce((SELECT min(seq) FROM oldest WHERE NOT is_old), seq + 1)
  ) RETURNING seq
)
UPDATE rooms SET pruned_seq = pruned.seq FROM (SELECT max(seq) AS seq, count(*) AS messages FROM gone) pruned
WHERE rooms.id = $1 AND pruned.messages > 0 RETURNING pruned.messages`;

/** Taking messages out of the log because of their age. */
@Injectable()
export class RetentionRepository {
  constructor(private readonly database: Database) {}

  /** Rooms of that kind, after that id, whose first message is older than so many days. */
  async outdatedRooms(kind: RoomKind, days: number, after: string, limit: number): Promise<string[]> {
    const rooms = await this.database.query<{ id: string }>(OUTDATED, [kind, after, days, limit]);
    return rooms.map(({ id }) => id);
  }

  /**
   * Removes the first messages of a room, at most so many, that are older than so many days, and says how many there were;
   * `undefined` when another node does this now. Throws `UNAVAILABLE` when the room is too busy.
   */
  async prune(roomId: string, days: number, limit: number): Promise<number | undefined> {
    return this.database.transaction(async (transaction) => {
      const [lock] = await transaction.query<{ isMine: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS "isMine"', [
        SWEEPERS_LOCK,
      ]);
      if (lock?.isMine !== true) return undefined;
      await transaction.query(LOCK_ROOM, [roomId, String(LOCK_MS)]);
      const [pruned] = await transaction.query<{ messages: number }>(PRUNE, [roomId, days, limit]);
      return pruned?.messages ?? 0;
    });
  }
}
