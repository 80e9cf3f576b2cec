import { Injectable } from '@nestjs/common';
import type { MemberRole, RoomKind, Visibility } from '../protocol/index.js';
import { Database, type Transaction } from '../database/index.js';
import { MEMBER_COLUMNS, type MemberRow } from './member-row.js';

export interface Membership {
  role: MemberRole;
  name: string | null;
  readSeq: number;
  muted: boolean;
  banned: boolean;
}

/** A member who comes back, at that moment by the database's clock in microseconds. */
export type Returning = Pick<Membership, 'role' | 'muted' | 'readSeq'> & { readonly userId: string; readonly moment: number };

export interface NewMember {
  userId: string;
  guest: boolean;
  /** Guests only. */
  name: string | null;
  role: MemberRole;
  /** The room's last number: a newcomer has nothing unread. */
  lastSeq: number;
}

/** Somebody who became an owner because the last one left, and the names of the room. */
export interface Successor extends MemberRow {
  readonly roomId: string;
  readonly key: string | null;
  readonly code: string | null;
}

type Queries = Pick<Transaction, 'query'>;

@Injectable()
export class MemberRepository {
  constructor(private readonly database: Database) {}

  async find(roomId: string, userId: string, queries: Queries = this.database): Promise<Membership | undefined> {
    const [member] = await queries.query<Membership>(
      `SELECT role, name, read_seq AS "readSeq", muted, banned FROM room_members WHERE room_id = $1 AND user_id = $2`,
      [roomId, userId],
    );
    return member;
  }

  /** The member as moderators see them, banned or not. */
  async row(queries: Queries, roomId: string, userId: string): Promise<MemberRow | undefined> {
    const [row] = await queries.query<MemberRow>(
      `SELECT ${MEMBER_COLUMNS} FROM room_members m WHERE m.room_id = $1 AND m.user_id = $2`,
      [roomId, userId],
    );
    return row;
  }

  /** What the open room is, and what somebody is in it: enough to say what they may. */
  async standing(
    queries: Queries,
    roomId: string,
    userId: string,
  ): Promise<
    | { kind: RoomKind; visibility: Visibility; standing: Pick<Membership, 'role' | 'muted' | 'banned' | 'name'> | undefined }
    | undefined
  > {
    interface Row {
      kind: RoomKind;
      visibility: Visibility;
      role: MemberRole | null;
      muted: boolean;
      banned: boolean;
      name: string | null;
    }
    const [row] = await queries.query<Row>(
      `SELECT r.kind, r.visibility, m.role, m.muted, m.banned, m.name FROM rooms r
       LEFT JOIN room_members m ON m.room_id = r.id AND m.user_id = $2 WHERE r.id = $1 AND r.closed_at IS NULL`,
      [roomId, userId],
    );
    if (row === undefined) return undefined;
    const { kind, visibility, role, ...rest } = row;
    return { kind, visibility, standing: role === null ? undefined : { role, ...rest } };
  }

  /**
   * A guest, other than these, whose name differs in nothing but upper and lower case. Call it under the room's lock: where several nodes
   * let guests in, no two of them must get the same name at the same moment.
   */
  async guestCalled(tx: Transaction, roomId: string, name: string, except: readonly string[]): Promise<string | undefined> {
    const [guest] = await tx.query<{ id: string }>(
      `SELECT user_id AS id FROM room_members WHERE room_id = $1 AND guest AND NOT banned AND lower(name) = lower($2)
         AND user_id <> ALL($3::text[]) LIMIT 1`,
      [roomId, name, except],
    );
    return guest?.id;
  }

  /** Those of these people who are members, and not banned. */
  async returning(tx: Transaction, roomId: string, userIds: readonly string[]): Promise<Returning[]> {
    return tx.query<Returning>(
      `SELECT user_id AS "userId", role, muted, read_seq AS "readSeq",
         (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS moment
       FROM room_members WHERE room_id = $1 AND user_id = ANY($2) AND NOT banned`,
      [roomId, userIds],
    );
  }

  /** Those who take up a place: everybody but the banned, and whoever is about to make room. */
  async count(tx: Transaction, roomId: string, exceptUserId: string | null = null): Promise<number> {
    const [row] = await tx.query<{ members: number }>(
      'SELECT count(*) AS members FROM room_members WHERE room_id = $1 AND NOT banned AND user_id IS DISTINCT FROM $2',
      [roomId, exceptUserId],
    );
    return row?.members ?? 0;
  }

  /**
   * Somebody who is a member already stays what they are; a guest may have another name now. Gives whether they are muted: who was
   * when they went is so again.
   */
  async add(tx: Transaction, roomId: string, member: NewMember): Promise<{ muted: boolean }> {
    const [added] = await tx.query<{ muted: boolean }>(
      `WITH kept AS (DELETE FROM kept_mutes WHERE room_id = $1 AND user_id = $2 RETURNING user_id)
       INSERT INTO room_members (room_id, user_id, role, guest, name, read_seq, delivered_seq, muted)
       VALUES ($1, $2, $3, $4, $5, $6, $6, EXISTS (SELECT FROM kept))
       ON CONFLICT (room_id, user_id) DO UPDATE SET name = EXCLUDED.name RETURNING muted`,
      [roomId, member.userId, member.role, member.guest, member.name, member.lastSeq],
    );
    return added ?? { muted: false };
  }

  /**
   * Makes members of all these people who are none, have no ban and are not expected in any other way (invited, waiting); gives whom. As `add`
   * does, for people who are no guests.
   */
  async enroll(tx: Transaction, { id, lastSeq }: { id: string; lastSeq: number }, userIds: readonly string[]): Promise<string[]> {
    const enrolled = await tx.query<{ userId: string }>(
      `WITH newcomers AS
         (SELECT DISTINCT asked.id FROM unnest($2::text[]) AS asked (id)
          WHERE NOT EXISTS (SELECT FROM room_members m WHERE m.room_id = $1 AND m.user_id = asked.id)
            AND NOT EXISTS (SELECT FROM room_admissions a WHERE a.room_id = $1 AND a.user_id = asked.id)),
         kept AS (DELETE FROM kept_mutes k USING newcomers n WHERE k.room_id = $1 AND k.user_id = n.id RETURNING k.user_id)
       INSERT INTO room_members (room_id, user_id, role, read_seq, delivered_seq, muted)
       SELECT $1, n.id, 'member', $3, $3, EXISTS (SELECT FROM kept WHERE kept.user_id = n.id) FROM newcomers n
       RETURNING user_id AS "userId"`,
      [id, userIds, lastSeq],
    );
    return enrolled.map(({ userId }) => userId);
  }

  /**
   * That node is about to tell of these members that they came: gives those of whom none of the others has done so within that time. Of two
   * nodes at the same moment the second one waits here for the first, and finds that it has.
   */
  async enter(tx: Transaction, roomId: string, userIds: readonly string[], node: string, withinMs: number): Promise<string[]> {
    const entered = await tx.query<{ userId: string }>(
      `UPDATE room_members m SET entered_node = $3, entered_at = clock_timestamp() FROM
         (SELECT user_id FROM room_members WHERE room_id = $1 AND user_id = ANY($2::text[])
            AND (entered_node IS NULL OR entered_node = $3 OR entered_at <= clock_timestamp() - $4 * interval '1 millisecond')
          ORDER BY user_id FOR NO KEY UPDATE) new
       WHERE m.room_id = $1 AND m.user_id = new.user_id RETURNING m.user_id AS "userId"`,
      [roomId, userIds, node, withinMs],
    );
    return entered.map(({ userId }) => userId);
  }

  /** That node tells of none of these members. */
  async forgetEntries(tx: Transaction, roomId: string, userIds: readonly string[], node: string): Promise<void> {
    await tx.query(
      `UPDATE room_members SET entered_node = NULL, entered_at = NULL WHERE room_id = $1 AND user_id = ANY($2::text[]) AND entered_node = $3`,
      [roomId, userIds, node],
    );
  }

  /** The nodes that told of these members last that they came. */
  async enteredNodes(tx: Transaction, roomId: string, userIds: readonly string[]): Promise<{ userId: string; node: string }[]> {
    return tx.query(
      `SELECT user_id AS "userId", entered_node AS node FROM room_members
       WHERE room_id = $1 AND user_id = ANY($2::text[]) AND entered_node IS NOT NULL`,
      [roomId, userIds],
    );
  }

  /** Gives whom it removed; who is banned stays so. Whoever is muted, and may come back as the same, is so then. */
  async remove(tx: Transaction, roomId: string, userId: string): Promise<MemberRow | undefined> {
    const [removed] = await tx.query<MemberRow>(
      `WITH removed AS (DELETE FROM room_members WHERE room_id = $1 AND user_id = $2 AND NOT banned RETURNING *),
         kept AS (INSERT INTO kept_mutes (room_id, user_id) SELECT room_id, user_id FROM removed WHERE muted AND NOT guest
           ON CONFLICT DO NOTHING)
       SELECT ${MEMBER_COLUMNS} FROM removed m`,
      [roomId, userId],
    );
    return removed;
  }

  /**
   * Gives each of these rooms that has members and no owner one: the longest-standing moderator, else member. The lobby and
   * conversations of two have none. An owner has a voice: nobody else could give it back to them.
   */
  async appointOwners(tx: Transaction, roomIds: readonly string[]): Promise<Successor[]> {
    return tx.query<Successor>(
      `UPDATE room_members m SET role = 'owner', muted = false FROM
         (SELECT c.room_id, c.user_id, r.key, r.code FROM rooms r CROSS JOIN LATERAL
            (SELECT c.room_id, c.user_id FROM room_members c WHERE c.room_id = r.id AND NOT c.banned
             ORDER BY (c.role = 'moderator') DESC, c.joined_at, c.user_id LIMIT 1) c
          WHERE r.id = ANY($1::uuid[]) AND r.kind NOT IN ('lobby', 'direct')
            AND NOT EXISTS (SELECT FROM room_members o WHERE o.room_id = r.id AND o.role = 'owner')) successor
       WHERE m.room_id = successor.room_id AND m.user_id = successor.user_id
       RETURNING m.room_id AS "roomId", successor.key, successor.code, ${MEMBER_COLUMNS}`,
      [roomIds],
    );
  }

  /** Guests of closed rooms, whose participation nobody will end any more. */
  async removeGuestsOf(roomIds: readonly string[], queries: Queries = this.database): Promise<void> {
    await queries.query('DELETE FROM room_members WHERE room_id = ANY($1::uuid[]) AND guest AND NOT banned', [roomIds]);
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
