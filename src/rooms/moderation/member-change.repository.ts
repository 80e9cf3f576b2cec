import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/index.js';
import type { MemberRole } from '../../protocol/index.js';
import { MEMBER_COLUMNS, type MemberRow } from '../member-row.js';

/** Members of a room as its moderators see and change them. Whoever changes one holds the room's lock. */
@Injectable()
export class MemberChangeRepository {
  constructor(private readonly database: Database) {}

  /** Who is banned is nobody in the room but banned: no role, no mute. */
  async ban(
    tx: Transaction,
    room: { id: string; lastSeq: number },
    { userId, guest, name }: Pick<MemberRow, 'userId' | 'guest' | 'name'>,
  ): Promise<void> {
    await tx.query(
      `WITH forgotten AS (DELETE FROM kept_mutes WHERE room_id = $1 AND user_id = $2)
       INSERT INTO room_members (room_id, user_id, guest, name, read_seq, delivered_seq, banned) VALUES ($1, $2, $3, $4, $5, $5, true)
       ON CONFLICT (room_id, user_id) DO UPDATE SET banned = true, role = 'member', muted = false`,
      [room.id, userId, guest, name, room.lastSeq],
    );
  }

  /** Undefined when they were not banned. */
  async unban(tx: Transaction, roomId: string, userId: string): Promise<MemberRow | undefined> {
    const [lifted] = await tx.query<MemberRow>(
      `DELETE FROM room_members m WHERE m.room_id = $1 AND m.user_id = $2 AND m.banned RETURNING ${MEMBER_COLUMNS}`,
      [roomId, userId],
    );
    return lifted;
  }

  async setMuted(tx: Transaction, roomId: string, userId: string, on: boolean): Promise<MemberRow[]> {
    return tx.query<MemberRow>(
      `UPDATE room_members m SET muted = $3 WHERE m.room_id = $1 AND m.user_id = $2 AND NOT m.banned RETURNING ${MEMBER_COLUMNS}`,
      [roomId, userId, on],
    );
  }

  async setRole(tx: Transaction, roomId: string, userId: string, role: Exclude<MemberRole, 'owner'>): Promise<MemberRow[]> {
    return tx.query<MemberRow>(
      `UPDATE room_members m SET role = $3 WHERE m.room_id = $1 AND m.user_id = $2 AND NOT m.banned RETURNING ${MEMBER_COLUMNS}`,
      [roomId, userId, role],
    );
  }

  /** Makes them the owner, with a voice, and whoever was it a moderator; gives both, as they are now. */
  async handOver(tx: Transaction, roomId: string, userId: string): Promise<MemberRow[]> {
    // One after the other: no room may have two owners, not even within a statement.
    const before = await tx.query<MemberRow>(
      `UPDATE room_members m SET role = 'moderator' WHERE m.room_id = $1 AND m.role = 'owner' RETURNING ${MEMBER_COLUMNS}`,
      [roomId],
    );
    const now = await tx.query<MemberRow>(
      `UPDATE room_members m SET role = 'owner', muted = false WHERE m.room_id = $1 AND m.user_id = $2 AND NOT m.banned
       RETURNING ${MEMBER_COLUMNS}`,
      [roomId, userId],
    );
    return [...now, ...before];
  }

  /** In the order of their ids, those after `after`. */
  async page(roomId: string, banned: boolean, after: string | undefined, limit: number): Promise<MemberRow[]> {
    return this.database.query<MemberRow>(
      `SELECT ${MEMBER_COLUMNS} FROM room_members m
       WHERE m.room_id = $1 AND ${banned ? 'm.banned' : 'NOT m.banned'} AND ($2::text IS NULL OR m.user_id > $2)
       ORDER BY m.user_id LIMIT $3`,
      [roomId, after ?? null, limit],
    );
  }
}
