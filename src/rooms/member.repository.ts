import { Injectable } from '@nestjs/common';
import type { MemberRole } from '../protocol/index.js';
import { Database, type Transaction } from '../database/index.js';

export interface Membership {
  role: MemberRole;
  name: string | null;
  readSeq: number;
  banned: boolean;
}

export interface NewMember {
  userId: string;
  guest: boolean;
  /** Guests only. */
  name: string | null;
  role: MemberRole;
  /** The room's last number: a newcomer has nothing unread. */
  lastSeq: number;
}

/** Somebody who became an owner because the last one left. */
export interface Successor {
  roomId: string;
  userId: string;
}

type Queries = Pick<Transaction, 'query'>;

@Injectable()
export class MemberRepository {
  constructor(private readonly database: Database) {}

  async find(roomId: string, userId: string, queries: Queries = this.database): Promise<Membership | undefined> {
    const [member] = await queries.query<Membership>(
      `SELECT role, name, read_seq AS "readSeq", banned FROM room_members WHERE room_id = $1 AND user_id = $2`,
      [roomId, userId],
    );
    return member;
  }

  /** Those who take up a place: everybody but the banned. */
  async count(tx: Transaction, roomId: string): Promise<number> {
    const [row] = await tx.query<{ members: number }>(
      'SELECT count(*) AS members FROM room_members WHERE room_id = $1 AND NOT banned',
      [roomId],
    );
    return row?.members ?? 0;
  }

  /** Somebody who is a member already stays what they are; a guest may have another name now. */
  async add(tx: Transaction, roomId: string, member: NewMember): Promise<void> {
    await tx.query(
      `INSERT INTO room_members (room_id, user_id, role, guest, name, read_seq, delivered_seq) VALUES ($1, $2, $3, $4, $5, $6, $6)
       ON CONFLICT (room_id, user_id) DO UPDATE SET name = EXCLUDED.name`,
      [roomId, member.userId, member.role, member.guest, member.name, member.lastSeq],
    );
  }

  async remove(tx: Transaction, roomId: string, userId: string): Promise<boolean> {
    const removed = await tx.query<{ userId: string }>(
      'DELETE FROM room_members WHERE room_id = $1 AND user_id = $2 AND NOT banned RETURNING user_id AS "userId"',
      [roomId, userId],
    );
    return removed.length > 0;
  }

  /** Gives each of these rooms that has members and no owner one: the longest-standing moderator, else member. */
  async appointOwners(tx: Transaction, roomIds: readonly string[]): Promise<Successor[]> {
    return tx.query<Successor>(
      `UPDATE room_members m SET role = 'owner' FROM
         (SELECT DISTINCT ON (c.room_id) c.room_id, c.user_id FROM room_members c
          WHERE c.room_id = ANY($1::uuid[]) AND NOT c.banned
            AND NOT EXISTS (SELECT 1 FROM room_members o WHERE o.room_id = c.room_id AND o.role = 'owner' AND NOT o.banned)
          ORDER BY c.room_id, (c.role = 'moderator') DESC, c.joined_at, c.user_id) successor
       WHERE m.room_id = successor.room_id AND m.user_id = successor.user_id
       RETURNING m.room_id AS "roomId", m.user_id AS "userId"`,
      [roomIds],
    );
  }

  /** Guests of closed rooms, whose participation nobody will end any more. */
  async removeGuestsOf(roomIds: readonly string[]): Promise<void> {
    await this.database.query('DELETE FROM room_members WHERE room_id = ANY($1::uuid[]) AND guest AND NOT banned', [roomIds]);
  }

  /**
   * Guests whom a node left behind when it died: all of them when nobody is here, those of rooms unused for so many seconds
   * otherwise. Gives the rooms they were members of, and locks these rooms in the order of ids, as everybody does.
   */
  async removeStaleGuests(tx: Transaction, unusedSeconds: number): Promise<string[]> {
    const rooms = await tx.query<{ id: string }>(
      `SELECT r.id FROM rooms r WHERE r.id IN (SELECT m.room_id FROM room_members m WHERE m.guest AND NOT m.banned)
         AND r.last_active_at <= now() - $1 * interval '1 second' ORDER BY r.id FOR NO KEY UPDATE`,
      [unusedSeconds],
    );
    if (rooms.length === 0) return [];
    const removed = await tx.query<{ roomId: string }>(
      'DELETE FROM room_members WHERE room_id = ANY($1::uuid[]) AND guest AND NOT banned RETURNING room_id AS "roomId"',
      [rooms.map(({ id }) => id)],
    );
    return [...new Set(removed.map(({ roomId }) => roomId))];
  }
}
