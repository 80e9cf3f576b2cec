import { Injectable } from '@nestjs/common';
import { Database } from '../database/index.js';
import type { SenderProfile } from './message.presenter.js';
import type { StoredMessage } from './stored-message.js';

/** A message with what is known of its sender. */
export type LoggedMessage = StoredMessage & SenderProfile;

export interface ChangeWindow {
  roomId: string;
  afterSeq: number;
}

/** What happened in one room after a number, from one snapshot. */
export interface RoomLog {
  lastSeq: number;
  /** Number of the latest change there is. */
  newestSeq: number;
  /** In the order of their numbers; fewer than there are where a limit was reached. */
  changes: LoggedMessage[];
}

interface ChangeLimits {
  /** Most changes of one room. */
  perRoom: number;
  /** Most bytes of all rooms together, about; one change is given in any case. */
  bytes: number;
}

/** What a message takes on the wire beside its text and metadata. */
const ENVELOPE_BYTES = 500;

const SHOWN = `m.id, m.seq, m.revision_seq AS "revisionSeq", m.sender_id AS "senderId", m.sender_name AS "senderName",
  m.client_id AS "clientId", m.kind, m.text, m.metadata, m.reply_to AS "replyTo", m.created_at AS "createdAt",
  m.edited_at AS "editedAt", m.deleted_at AS "deletedAt", u.username, u.name, u.avatar_url AS "avatarUrl", u.role`;

const IN_ROOM = `SELECT ${SHOWN} FROM messages m LEFT JOIN users u ON u.id = m.sender_id WHERE m.room_id = $1`;

/** The counter, the changes and the end of the log come from one statement: nothing can be said in between. */
const CHANGES = `
WITH wanted AS (
  SELECT w.place, r.id AS room_id, w.after_seq, r.last_seq,
    (SELECT max(revision_seq) FROM messages WHERE room_id = r.id) AS newest_seq
  FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS w(room_id, after_seq, place)
  JOIN rooms r ON r.id = w.room_id
),
found AS (
  SELECT w.place, m.*,
    row_number() OVER so_far AS rank,
    sum(octet_length(m.text) + coalesce(octet_length(m.metadata::text), 0) + ${ENVELOPE_BYTES}) OVER so_far AS bytes
  FROM wanted w CROSS JOIN LATERAL (
    SELECT * FROM messages WHERE room_id = w.room_id AND revision_seq > w.after_seq ORDER BY revision_seq LIMIT $3
  ) m
  WINDOW so_far AS (ORDER BY w.place, m.revision_seq)
)
SELECT w.place, w.last_seq AS "lastSeq", coalesce(w.newest_seq, 0) AS "newestSeq", ${SHOWN}
FROM wanted w
LEFT JOIN found m ON m.place = w.place AND (m.bytes <= $4 OR m.rank = 1)
LEFT JOIN users u ON u.id = m.sender_id
ORDER BY w.place, m.revision_seq`;

type ChangeRow = { place: number; lastSeq: number; newestSeq: number } & (LoggedMessage | { id: null });

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

  /** Messages said or changed since, for each window in turn; undefined for a room that does not exist. */
  async changesIn(windows: readonly ChangeWindow[], { perRoom, bytes }: ChangeLimits): Promise<(RoomLog | undefined)[]> {
    const roomIds = windows.map(({ roomId }) => roomId);
    const afterSeqs = windows.map(({ afterSeq }) => afterSeq);
    const logs = new Array<RoomLog | undefined>(windows.length).fill(undefined);
    for (const row of await this.database.query<ChangeRow>(CHANGES, [roomIds, afterSeqs, perRoom, bytes])) {
      const { place, lastSeq, newestSeq, ...message } = row;
      const log = (logs[place - 1] ??= { lastSeq, newestSeq, changes: [] });
      if (message.id !== null) log.changes.push(message);
    }
    return logs;
  }
}
