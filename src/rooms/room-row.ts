import type { Room, RoomRef, User } from '../protocol/index.js';
import type { RoomEntity } from './room.entity.js';

/** A room as the database has it. */
export type RoomRow = Omit<RoomEntity, 'closeReason' | 'prunedSeq' | 'formerCode'>;

/** The key of the one lobby; no client may make a room of it. */
export const LOBBY_KEY = 'lobby';

/** What every query of rooms selects, so that all of them give the same shape. The table must be called `r`. */
export const ROOM_COLUMNS = `r.id, r.kind, r.pair, r.key, r.code, r.title, r.visibility, r.capacity, r.locked, r.entry, r.last_seq AS "lastSeq",
  r.idle_seconds AS "idleSeconds", r.last_active_at AS "lastActiveAt", r.created_at AS "createdAt", r.closed_at AS "closedAt"`;

/**
 * Joins the rooms `r` of members `m`, one by one. Left to itself PostgreSQL takes somebody in a few rooms for somebody in as many as people
 * are on average, and reads all rooms there are; OFFSET keeps it from turning this into a join whose way it may choose.
 */
export const ROOMS_OF_MEMBERS = 'CROSS JOIN LATERAL (SELECT * FROM rooms WHERE id = m.room_id OFFSET 0) r';

export function refOf({ id, key, code }: RoomRef): RoomRef {
  return { id, key, code };
}

/** The room as everybody sees it; a direct room as the one sees it whose `peer` the other is. */
export function shownRoom(row: RoomRow, peer: User | null = null): Room {
  return {
    ...refOf(row),
    kind: row.kind,
    peer,
    title: row.title,
    visibility: row.visibility,
    capacity: row.capacity,
    locked: row.locked,
    entry: row.entry,
    lastSeq: row.lastSeq,
    createdAt: row.createdAt.toISOString(),
    expiresAt: expiryOf(row)?.toISOString() ?? null,
  };
}

/** When the room closes if nobody uses it before. */
export function expiryOf({ idleSeconds, lastActiveAt }: RoomRow): Date | null {
  return idleSeconds === null ? null : new Date(lastActiveAt.getTime() + idleSeconds * 1000);
}
