import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import type { Receipt, RoomRef } from '../../protocol/index.js';
import type { Pair } from '../../rooms/index.js';
import { passedMessages, type PassedMessage } from './passed-messages.sql.js';

/** A place in a room. */
export interface Place {
  readonly roomId: string;
  readonly seq: number;
}

export type Marks = Pick<Receipt, 'readSeq' | 'deliveredSeq'>;

export interface MovedMarks extends Marks {
  readonly room: RoomRef;
  /** Whose conversation it is, where it is one of two. */
  readonly pair: Pair | null;
  /** Which of others' messages were passed by it, oldest first; of many the last ones. */
  readonly read: readonly PassedMessage[];
  readonly delivered: readonly PassedMessage[];
}

const OF_OTHERS = { room: '$1', user: '$2' };

/**
 * One statement, so that of two devices on two nodes neither can undo what the other did: who waits for the row sees it anew. The
 * room's number may be an older one than that of this moment, and is then the smaller. What moves nothing writes nothing.
 */
const MOVE = `
WITH before AS (SELECT read_seq, delivered_seq FROM room_members WHERE room_id = $1 AND user_id = $2),
moved AS (
  UPDATE room_members m
  SET delivered_seq = greatest(m.delivered_seq, least($3::bigint, r.last_seq)),
    read_seq = CASE WHEN $4::boolean THEN greatest(m.read_seq, least($3::bigint, r.last_seq)) ELSE m.read_seq END
  FROM rooms r
  WHERE r.id = $1 AND m.room_id = r.id AND m.user_id = $2 AND NOT m.banned
    AND (m.delivered_seq < least($3::bigint, r.last_seq) OR $4::boolean AND m.read_seq < least($3::bigint, r.last_seq))
  RETURNING r.id, r.key, r.code, r.pair, m.read_seq, m.delivered_seq
)
SELECT n.id, n.key, n.code, n.pair, n.read_seq AS "readSeq", n.delivered_seq AS "deliveredSeq",
  ${passedMessages({ ...OF_OTHERS, from: 'b.read_seq', to: 'n.read_seq' })} AS read,
  ${passedMessages({ ...OF_OTHERS, from: 'b.delivered_seq', to: 'n.delivered_seq' })} AS delivered
FROM moved n, before b`;

/** "Up to" marks of members: they only grow. */
@Injectable()
export class MarkRepository {
  constructor(private readonly database: Database) {}

  /** Where the message was said; undefined where there is none for that person. Also in a room that was closed since. */
  async placeOf(messageId: string, userId: string): Promise<Place | undefined> {
    const [place] = await this.database.query<Place>(
      `SELECT x.room_id AS "roomId", x.seq FROM messages x
       JOIN room_members m ON m.room_id = x.room_id AND m.user_id = $2 AND NOT m.banned WHERE x.id = $1`,
      [messageId, userId],
    );
    return place;
  }

  /** How far each of these people is there, as far as they are members. */
  async of(roomId: string, userIds: readonly string[]): Promise<Map<string, Marks>> {
    if (userIds.length === 0) return new Map();
    const rows = await this.database.query<Marks & { userId: string }>(
      `SELECT user_id AS "userId", read_seq AS "readSeq", delivered_seq AS "deliveredSeq"
       FROM room_members WHERE room_id = $1 AND user_id = ANY($2::text[]) AND NOT banned`,
      [roomId, userIds],
    );
    return new Map(rows.map(({ userId, ...marks }) => [userId, marks]));
  }

  /** Undefined where they were as far already, or are no member. */
  async move({ roomId, seq }: Place, userId: string, isRead: boolean): Promise<MovedMarks | undefined> {
    const [moved] = await this.database.query<RoomRef & Omit<MovedMarks, 'room'>>(MOVE, [roomId, userId, seq, isRead]);
    if (moved === undefined) return undefined;
    const { id, key, code, ...marks } = moved;
    return { room: { id, key, code }, ...marks };
  }
}
