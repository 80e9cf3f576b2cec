import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { COUNTED_UNREAD, type RoomRef, type Unread } from '../../protocol/index.js';
import type { Outside } from '../../realtime/index.js';
import { ROOMS_OF_MEMBERS } from '../../rooms/index.js';

/** Messages past a mark that are looked at, the last ones: somebody may have said any number themselves since they last read. */
const LOOKED_AT = COUNTED_UNREAD * 2;
/** Rooms with something new of which one answer can tell whether something of that is unread. */
const CANDIDATES = 250;

/** Counts for the member `m`, by the index on room and number; never more than so many rows, however far behind they are. */
export const COUNT_UNREAD = `
CROSS JOIN LATERAL (
  SELECT count(*) AS unread, count(*) FILTER (WHERE m.user_id = ANY (past.mentions)) AS mentions
  FROM (
    SELECT newest.mentions FROM (
      SELECT x.sender_id, x.deleted_at, x.mentions FROM messages x
      WHERE x.room_id = m.room_id AND x.seq > m.read_seq ORDER BY x.seq DESC LIMIT ${LOOKED_AT}
    ) newest
    WHERE newest.sender_id <> m.user_id AND newest.deleted_at IS NULL LIMIT ${COUNTED_UNREAD}
  ) past
) counted`;

const SHOWN = `m.user_id AS "userId", r.id, r.key, r.code, counted.unread, counted.mentions, r.last_seq AS "lastSeq",
  m.read_seq AS "readSeq", m.delivered_seq AS "deliveredSeq"`;

const OF_ONE = `
SELECT ${SHOWN} FROM room_members m JOIN rooms r ON r.id = m.room_id ${COUNT_UNREAD}
WHERE m.room_id = $1 AND m.user_id = $2 AND NOT m.banned`;

const OF_ALL_ROOMS = `
SELECT ${SHOWN} FROM (
  SELECT m.*, r.last_active_at FROM room_members m ${ROOMS_OF_MEMBERS}
  WHERE m.user_id = $1 AND NOT m.banned AND r.closed_at IS NULL AND r.last_seq > m.read_seq
  ORDER BY r.last_active_at DESC, r.id DESC LIMIT ${CANDIDATES}
) m ${ROOMS_OF_MEMBERS} ${COUNT_UNREAD}
ORDER BY m.last_active_at DESC, r.id DESC`;

/** People who are in a room with all they have here are left out before anything is counted. */
const OF_THOSE_OUTSIDE = `
SELECT ${SHOWN} FROM (
  SELECT m.* FROM room_members m
  WHERE m.room_id = ANY($1::uuid[]) AND m.user_id = ANY($2::text[]) AND NOT m.banned
    AND NOT EXISTS (SELECT FROM unnest($3::uuid[], $4::text[]) i(room_id, user_id)
      WHERE i.room_id = m.room_id AND i.user_id = m.user_id)
    AND ($5::uuid IS NULL OR (m.room_id, m.user_id) > ($5, $6::text))
  ORDER BY m.room_id, m.user_id LIMIT $7
) m ${ROOMS_OF_MEMBERS} ${COUNT_UNREAD}
ORDER BY m.room_id, m.user_id`;

/** A member of a room with what is unread there for them. */
export interface Badge {
  readonly userId: string;
  readonly unread: Unread;
}

type Row = RoomRef & Omit<Unread, 'room'> & { userId: string };

/** What is unread, counted from the messages themselves each time: no number is kept that could go wrong. */
@Injectable()
export class UnreadRepository {
  constructor(private readonly database: Database) {}

  /** Undefined where they are no member. Also in a room that is closed. */
  async inRoom(roomId: string, userId: string): Promise<Unread | undefined> {
    const [row] = await this.database.query<Row>(OF_ONE, [roomId, userId]);
    return row === undefined ? undefined : badgeOf(row).unread;
  }

  /** Open rooms in which something is new since the person read there, most recently used first, and whether these are all of them. */
  async inRoomsOf(userId: string): Promise<{ rooms: Unread[]; areAll: boolean }> {
    const rows = await this.database.query<Row>(OF_ALL_ROOMS, [userId]);
    return { rooms: rows.map((row) => badgeOf(row).unread), areAll: rows.length < CANDIDATES };
  }

  /** One page of the members of these rooms who are outside, in the order of room and person, after the last one of the page before. */
  async ofThoseOutside(
    roomIds: readonly string[],
    { userIds, inside }: Outside,
    after: Badge | undefined,
    limit: number,
  ): Promise<Badge[]> {
    const rows = await this.database.query<Row>(OF_THOSE_OUTSIDE, [
      roomIds,
      userIds,
      inside.map(({ roomId }) => roomId),
      inside.map(({ userId }) => userId),
      after?.unread.room.id ?? null,
      after?.userId ?? null,
      limit,
    ]);
    return rows.map(badgeOf);
  }
}

function badgeOf({ userId, id, key, code, unread, mentions, lastSeq, readSeq, deliveredSeq }: Row): Badge {
  return { userId, unread: { room: { id, key, code }, unread, mentions, lastSeq, readSeq, deliveredSeq } };
}
