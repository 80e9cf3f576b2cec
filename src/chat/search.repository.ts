import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import type { RoomRef } from '../protocol/index.js';
import { ROOMS_OF_MEMBERS } from '../rooms/index.js';
import { SHOWN, type LoggedMessage } from './message-log.repository.js';
import type { SearchPlace } from './search-cursor.js';

/** A message with the room it was said in. */
export type FoundMessage = LoggedMessage & { room: RoomRef };

type FoundRow = LoggedMessage & { roomId: string; key: string | null; code: string | null };

/** Most rooms of one search over all rooms of a person. */
const ROOMS = 1_000;

/**
 * As the index `messages_words_idx` has it, to the letter. The room is one of the words, so that no more is read than hits in the
 * reader's own rooms; it begins with a blank, which no word of a text or of a query has.
 */
const WORDS = `(to_tsvector('simple'::regconfig, lower(m.text)) || array_to_tsvector(ARRAY[' ' || m.room_id::text]))`;

const ONE_ROOM = `SELECT id, key, code FROM rooms WHERE id = $2::uuid`;

const ALL_ROOMS = `
  SELECT r.id, r.key, r.code FROM room_members m ${ROOMS_OF_MEMBERS}
  WHERE m.user_id = $2 AND NOT m.banned AND r.closed_at IS NULL
  ORDER BY r.last_active_at DESC, r.id LIMIT ${ROOMS}`;

/**
 * The newest hits of each room, and the newest of those. By a query tree one sees whether there is a word that a message must have:
 * `-word` alone has none, nor has punctuation.
 */
const search = (rooms: string, beyond: string, order: string): string => `
WITH readable AS MATERIALIZED (${rooms}),
asked AS (
  SELECT websearch_to_tsquery('simple'::regconfig, lower($1)) AS words
),
sought AS MATERIALIZED (
  SELECT readable.id, words && (''' ' || readable.id || '''')::tsquery AS words
  FROM asked CROSS JOIN readable WHERE querytree(words) NOT IN ('', 'T')
),
found AS MATERIALIZED (
  SELECT m.* FROM sought s CROSS JOIN LATERAL (
    SELECT m.* FROM messages m
    WHERE ${WORDS} @@ s.words AND m.deleted_at IS NULL AND ${beyond}
    ORDER BY ${order} LIMIT $3
  ) m ORDER BY ${order} LIMIT $3
)
SELECT ${SHOWN}, r.id AS "roomId", r.key, r.code
FROM found m JOIN readable r ON r.id = m.room_id LEFT JOIN users u ON u.id = m.sender_id
ORDER BY ${order}`;

const IN_ONE_ROOM = search(ONE_ROOM, 'm.seq < $4', 'm.seq DESC');
const IN_ALL_ROOMS = search(
  ALL_ROOMS,
  '($4::timestamptz IS NULL OR (m.created_at, m.room_id, m.seq) < ($4, $5::uuid, $6::bigint))',
  'm.created_at DESC, m.room_id DESC, m.seq DESC',
);

/** A minus sign that stands before no word. PostgreSQL counts each as a "not", and fails at the 33rd. */
const IDLE_MINUS = /-(?![\p{L}\p{N}"])/gu;

/** Messages by their words; never deleted ones. */
@Injectable()
export class SearchRepository {
  constructor(private readonly database: Database) {}

  /** Messages of that room said before that number, newest first. Whoever asks must have asked whether it may be read. */
  inRoom(query: string, roomId: string, before: number, limit: number): Promise<FoundMessage[]> {
    return this.found(IN_ONE_ROOM, query, roomId, limit, before);
  }

  /** Messages of the open rooms that somebody is a member of, newest first, beginning behind that place. */
  inRoomsOf(query: string, userId: string, place: SearchPlace | undefined, limit: number): Promise<FoundMessage[]> {
    const { createdAt = null, roomId = null, seq = null } = place ?? {};
    return this.found(IN_ALL_ROOMS, query, userId, limit, createdAt, roomId, seq);
  }

  private async found(sql: string, query: string, ...parameters: unknown[]): Promise<FoundMessage[]> {
    const rows = await this.database.query<FoundRow>(sql, [query.replace(IDLE_MINUS, ' '), ...parameters]);
    return rows.map(({ roomId, key, code, ...message }) => ({ ...message, room: { id: roomId, key, code } }));
  }
}
