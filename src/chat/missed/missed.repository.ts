import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/index.js';
import type { RoomRef } from '../../protocol/index.js';
import { PEOPLE_COLUMN, ROOMS_OF_MEMBERS, type Pair, type WithPeople } from '../../rooms/index.js';
import { SHOWN, type LoggedMessage } from '../message-log.repository.js';
import type { MovedMarks, Place } from '../receipts/mark.repository.js';
import { passedMessages } from '../receipts/passed-messages.sql.js';

/** A conversation in which something was said past the person's mark, be it by themselves. */
export interface OpenConversation extends Place {
  /** The person's mark. */
  readonly deliveredSeq: number;
}

/** A message that nobody of the person's devices was given, and where it was said. */
export type UndeliveredMessage = LoggedMessage & WithPeople & { readonly room: RoomRef; readonly pair: Pair };

const OPEN = `
SELECT m.room_id AS "roomId", m.delivered_seq AS "deliveredSeq", r.last_seq AS seq FROM room_members m ${ROOMS_OF_MEMBERS}
WHERE m.user_id = $1 AND NOT m.banned AND r.kind = 'direct' AND r.closed_at IS NULL AND r.last_seq > m.delivered_seq`;

/**
 * In the order in which they were said. Of one conversation that is the order of its numbers in any case, also where the database's clock
 * was set back: a page ends somewhere, and what comes before its end must be in it. First only where messages are, then these themselves.
 */
const UNDELIVERED = `
WITH due AS (
  SELECT x.id, x.room_id, x.seq, max(x.created_at) OVER (PARTITION BY x.room_id ORDER BY x.seq) AS said
  FROM unnest($2::uuid[], $3::bigint[]) AS w(room_id, mark) CROSS JOIN LATERAL (
    SELECT id, room_id, seq, created_at FROM messages
    WHERE room_id = w.room_id AND seq > w.mark AND sender_id <> $1 AND deleted_at IS NULL ORDER BY seq LIMIT $4
  ) x
  ORDER BY said, room_id, seq LIMIT $4
)
SELECT ${SHOWN}, json_build_object('id', r.id, 'key', r.key, 'code', r.code) AS room, r.pair, ${PEOPLE_COLUMN}
FROM due JOIN messages m ON m.id = due.id JOIN rooms r ON r.id = due.room_id LEFT JOIN users u ON u.id = m.sender_id
ORDER BY due.said, due.room_id, due.seq`;

/** In the order of the ids, so that two who do so can't wait for each other. What moves nothing writes nothing. */
const MOVE = `
WITH wanted AS (
  SELECT m.room_id, m.user_id, w.seq, m.delivered_seq AS before FROM unnest($1::uuid[], $2::text[], $3::bigint[]) AS w(room_id, user_id, seq)
  JOIN room_members m ON m.room_id = w.room_id AND m.user_id = w.user_id AND NOT m.banned
  ORDER BY m.room_id, m.user_id FOR NO KEY UPDATE OF m
)
UPDATE room_members m SET delivered_seq = least(w.seq, r.last_seq)
FROM wanted w JOIN rooms r ON r.id = w.room_id
WHERE m.room_id = w.room_id AND m.user_id = w.user_id AND m.delivered_seq < least(w.seq, r.last_seq)
RETURNING m.user_id AS "userId", json_build_object('id', r.id, 'key', r.key, 'code', r.code) AS room, r.pair,
  m.read_seq AS "readSeq", m.delivered_seq AS "deliveredSeq", '[]'::json AS read,
  ${passedMessages({ room: 'm.room_id', user: 'm.user_id', from: 'w.before', to: 'm.delivered_seq' })} AS delivered`;

export type PersonsMark = Place & { readonly userId: string };

/** What was said to people in conversations of two and reached none of their devices. */
@Injectable()
export class MissedRepository {
  constructor(private readonly database: Database) {}

  /** Whether there is any conversation to look through. */
  async isAnythingOpen(userId: string): Promise<boolean> {
    return (await this.database.query(`${OPEN} LIMIT 1`, [userId])).length > 0;
  }

  /** Makes the person's other devices wait until the transaction ends. */
  lock(tx: Transaction, userId: string): Promise<OpenConversation[]> {
    return tx.query<OpenConversation>(`${OPEN} ORDER BY m.room_id FOR NO KEY UPDATE OF m`, [userId]);
  }

  /** What others said there past the marks, oldest first. */
  said(tx: Transaction, userId: string, rooms: readonly OpenConversation[], limit: number): Promise<UndeliveredMessage[]> {
    const [ids, marks] = [rooms.map(({ roomId }) => roomId), rooms.map(({ deliveredSeq }) => deliveredSeq)];
    return tx.query<UndeliveredMessage>(UNDELIVERED, [userId, ids, marks, limit]);
  }

  /** Moves delivered marks, of each person in each room one; gives those that moved. */
  move(
    marks: readonly PersonsMark[],
    queries: Pick<Transaction, 'query'> = this.database,
  ): Promise<(MovedMarks & { readonly userId: string })[]> {
    const columns = [marks.map(({ roomId }) => roomId), marks.map(({ userId }) => userId), marks.map(({ seq }) => seq)];
    return queries.query(MOVE, columns);
  }
}
