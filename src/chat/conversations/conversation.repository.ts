import { Injectable } from '@nestjs/common';
import { Database } from '../../database/index.js';
import { ROOM_COLUMNS, ROOMS_OF_MEMBERS, type RoomRow } from '../../rooms/index.js';
import { SHOWN, type LoggedMessage } from '../message-log.repository.js';
import { COUNT_UNREAD } from '../receipts/unread.repository.js';
import type { ConversationPlace } from './conversation-cursor.js';

/** An open room of somebody, with how far they are in it. */
export type OwnRoom = RoomRow & { readonly readSeq: number; readonly unread: number; readonly mentions: number };

export type LastMessage = LoggedMessage & { readonly roomId: string };

const PAGE = `
SELECT ${ROOM_COLUMNS}, m.read_seq AS "readSeq", counted.unread, counted.mentions FROM (
  SELECT m.* FROM room_members m ${ROOMS_OF_MEMBERS}
  WHERE m.user_id = $1 AND NOT m.banned AND r.closed_at IS NULL AND (r.kind <> 'direct' OR r.last_seq > 0)
    AND ($2::timestamptz IS NULL OR (r.last_active_at, r.id) < ($2, $3::uuid))
  ORDER BY r.last_active_at DESC, r.id DESC LIMIT $4
) m ${ROOMS_OF_MEMBERS} ${COUNT_UNREAD}
ORDER BY r.last_active_at DESC, r.id DESC`;

const LAST_MESSAGES = `
SELECT ${SHOWN}, m.room_id AS "roomId" FROM unnest($1::uuid[]) w(id)
CROSS JOIN LATERAL (SELECT * FROM messages x WHERE x.room_id = w.id ORDER BY x.seq DESC LIMIT 1) m
LEFT JOIN users u ON u.id = m.sender_id`;

/** Somebody's rooms as a list of conversations shows them. */
@Injectable()
export class ConversationRepository {
  constructor(private readonly database: Database) {}

  /** Open rooms of which the person is a member, most recently used first, beginning behind that place. */
  roomsOf(userId: string, place: ConversationPlace | undefined, limit: number): Promise<OwnRoom[]> {
    return this.database.query<OwnRoom>(PAGE, [userId, place?.lastActiveAt ?? null, place?.roomId ?? null, limit]);
  }

  /** What was said last in each of the rooms; nothing of those where nothing was. */
  lastMessages(roomIds: readonly string[]): Promise<LastMessage[]> {
    return this.database.query<LastMessage>(LAST_MESSAGES, [roomIds]);
  }
}
