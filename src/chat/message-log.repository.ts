import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import type { ErrorCode, RoomRef } from '../protocol/index.js';
import type { SenderProfile } from './message.presenter.js';
import type { StoredMessage } from './stored-message.js';

/** A message with what is known of its sender. */
export type LoggedMessage = StoredMessage & SenderProfile;

/** What is asked of one room, by its id or, where that is null, its key. */
export interface ChangeWindow {
  id: string | null;
  key: string | null;
  afterSeq: number;
  /** It is known that the reader may read the room; otherwise the database is asked. */
  isJoined: boolean;
}

/** What happened in one room after a number, from one snapshot. */
export interface RoomLog {
  room: RoomRef;
  lastSeq: number;
  /** All messages up to this number were removed because of their age. */
  prunedSeq: number;
  /** Number of the latest change there is. */
  newestSeq: number;
  /** In the order of their numbers; fewer than there are where a limit was reached. */
  changes: LoggedMessage[];
}

export type Unreadable = Extract<ErrorCode, 'ROOM_NOT_FOUND' | 'NOT_A_MEMBER'>;

interface ChangeLimits {
  /** Most changes of one room. */
  perRoom: number;
  /** Most bytes of all rooms together, about; one change is given in any case. */
  bytes: number;
}

/** What a message takes on the wire beside its text, metadata, files, reactions and mentions. */
const ENVELOPE_BYTES = 500;

/** What every reader of messages `m`, with their senders `u`, selects. */
export const SHOWN = `m.id, m.seq, m.revision_seq AS "revisionSeq", m.sender_id AS "senderId", m.sender_name AS "senderName",
  m.client_id AS "clientId", m.kind, m.text, m.metadata, m.reply_to AS "replyTo", m.created_at AS "createdAt",
  m.edited_at AS "editedAt", m.deleted_at AS "deletedAt", m.pinned_at AS "pinnedAt", m.mentions, m.attachments, m.reactions,
  u.username, u.name, u.avatar_url AS "avatarUrl", u.role`;

const IN_ROOM = `SELECT ${SHOWN} FROM messages m LEFT JOIN users u ON u.id = m.sender_id WHERE m.room_id = $1`;

/**
 * The rooms, the right to read them, their counters, the changes and the end of the log come from one statement: nothing can be
 * said in between. A room has at most as many changes as numbers were given since, so that it is known before any is read how many
 * may be: the windows share so many rows, in their order, and no more are read however many windows there are.
 */
const CHANGES = `
WITH wanted AS (
  SELECT w.place, w.after_seq, r.id AS room_id, r.key, r.code, r.last_seq, r.pruned_seq,
    r.kind = 'direct' OR r.visibility = 'private' AS hidden,
    r.id IS NOT NULL AND (w.joined
      OR EXISTS (SELECT FROM room_members WHERE room_id = r.id AND user_id = $5 AND NOT banned)) AS readable
  FROM unnest($1::uuid[], $2::text[], $3::bigint[], $4::boolean[]) WITH ORDINALITY AS w(id, key, after_seq, joined, place)
  LEFT JOIN LATERAL (
    SELECT id, key, code, kind, visibility, last_seq, pruned_seq FROM rooms WHERE id = w.id AND (w.joined OR closed_at IS NULL)
    UNION ALL
    SELECT id, key, code, kind, visibility, last_seq, pruned_seq FROM rooms WHERE w.id IS NULL AND key = w.key AND closed_at IS NULL
  ) r ON true
),
measured AS MATERIALIZED (
  SELECT *, coalesce((SELECT max(revision_seq) FROM messages m WHERE readable AND m.room_id = wanted.room_id), 0) AS newest_seq
  FROM wanted
),
due AS (
  SELECT *, CASE WHEN after_seq < pruned_seq THEN 0 ELSE least($6, greatest(newest_seq - after_seq, 0)) END AS most FROM measured
),
shared AS (
  SELECT *, greatest(least(most, $7 - sum(most) OVER (ORDER BY place) + most), 0)::bigint AS quota FROM due
),
found AS (
  SELECT s.place, m.*,
    row_number() OVER so_far AS rank,
    sum(octet_length(m.text) + coalesce(octet_length(m.metadata::text), 0) + coalesce(octet_length(m.reactions::text), 0)
      + coalesce(octet_length(m.attachments::text), 0) + coalesce(octet_length(array_to_string(m.mentions, '","')), 0) + ${ENVELOPE_BYTES}) OVER so_far AS bytes
  FROM shared s CROSS JOIN LATERAL (
    SELECT * FROM messages WHERE room_id = s.room_id AND revision_seq > s.after_seq ORDER BY revision_seq LIMIT s.quota
  ) m
  WHERE s.quota > 0
  WINDOW so_far AS (ORDER BY s.place, m.revision_seq)
)
SELECT s.place, s.readable, s.hidden, s.room_id AS "roomId", s.key, s.code, s.last_seq AS "lastSeq", s.pruned_seq AS "prunedSeq", s.newest_seq AS "newestSeq", ${SHOWN}
FROM shared s
LEFT JOIN found m ON m.place = s.place AND (m.bytes <= $8 OR m.rank = 1)
LEFT JOIN users u ON u.id = m.sender_id
ORDER BY s.place, m.revision_seq`;

interface WindowRow {
  place: number;
  readable: boolean;
  /** To strangers a room that is for its members alone is no room. */
  hidden: boolean | null;
  /** Null where there is no such room. */
  roomId: string | null;
  key: string | null;
  code: string | null;
  lastSeq: number;
  prunedSeq: number;
  newestSeq: number;
}

type ChangeRow = WindowRow & (LoggedMessage | { id: null });

/** Messages as they are read again. */
@Injectable()
export class MessageLogRepository {
  constructor(private readonly database: Database) {}

  /** Messages said before that number, newest first. */
  saidBefore(roomId: string, seq: number, limit: number): Promise<LoggedMessage[]> {
    return this.database.query(`${IN_ROOM} AND m.seq < $2 ORDER BY m.seq DESC LIMIT $3`, [roomId, seq, limit]);
  }

  /** Messages said after that number, oldest first. */
  saidAfter(roomId: string, seq: number, limit: number): Promise<LoggedMessage[]> {
    return this.database.query(`${IN_ROOM} AND m.seq > $2 ORDER BY m.seq LIMIT $3`, [roomId, seq, limit]);
  }

  /** What is pinned, in the order in which it was, after that message. */
  pinnedAfter(roomId: string, messageId: string | null, limit: number): Promise<LoggedMessage[]> {
    return this.database.query(
      `${IN_ROOM} AND m.pinned_at IS NOT NULL
         AND ($2::uuid IS NULL OR (m.pinned_at, m.seq) > (SELECT p.pinned_at, p.seq FROM messages p WHERE p.id = $2 AND p.room_id = $1))
       ORDER BY m.pinned_at, m.seq LIMIT $3`,
      [roomId, messageId, limit],
    );
  }

  /** Messages said or changed since, for each window in turn, or why somebody with that id can't have them. */
  async changesIn(
    readerId: string,
    windows: readonly ChangeWindow[],
    { perRoom, bytes }: ChangeLimits,
  ): Promise<(RoomLog | Unreadable)[]> {
    const logs: (RoomLog | Unreadable)[] = [];
    const rows = await this.database.query<ChangeRow>(CHANGES, [
      windows.map(({ id }) => id),
      windows.map(({ key }) => key),
      windows.map(({ afterSeq }) => afterSeq),
      windows.map(({ isJoined }) => isJoined),
      readerId,
      perRoom,
      Math.floor(bytes / ENVELOPE_BYTES),
      bytes,
    ]);
    for (const { place, readable, hidden, roomId, key, code, lastSeq, prunedSeq, newestSeq, ...message } of rows) {
      if (roomId === null || !readable) {
        logs[place - 1] = roomId === null || hidden === true ? 'ROOM_NOT_FOUND' : 'NOT_A_MEMBER';
        continue;
      }
      const log = (logs[place - 1] ??= { room: { id: roomId, key, code }, lastSeq, prunedSeq, newestSeq, changes: [] });
      if (typeof log === 'object' && message.id !== null) log.changes.push(message);
    }
    return logs;
  }
}
