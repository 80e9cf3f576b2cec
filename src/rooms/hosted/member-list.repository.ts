import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/index.js';
import type { MemberRole } from '../../protocol/index.js';
import type { AdmissionState } from '../doors/room-admission.entity.js';
import { MEMBER_COLUMNS, type MemberRow } from '../member-row.js';

/** Somebody with an account, and what they are to be in a room. */
export interface ListedMember {
  readonly userId: string;
  readonly role: MemberRole;
}

/** Members of a room as the app's backend lists them. Whoever changes them holds the room's lock. */
@Injectable()
export class MemberListRepository {
  constructor(private readonly database: Database) {}

  /** Everybody but guests who has a row there, banned or not. */
  all(tx: Transaction, roomId: string): Promise<MemberRow[]> {
    return tx.query<MemberRow>(`SELECT ${MEMBER_COLUMNS} FROM room_members m WHERE m.room_id = $1 AND NOT m.guest`, [roomId]);
  }

  /** That person and the owner, as far as they have a row there, banned or not. A guest may own a room, too. */
  withOwner(tx: Transaction, roomId: string, userId: string): Promise<MemberRow[]> {
    return tx.query<MemberRow>(
      `SELECT ${MEMBER_COLUMNS} FROM room_members m WHERE m.room_id = $1 AND (m.user_id = $2 OR m.role = 'owner')`,
      [roomId, userId],
    );
  }

  /** Those of these people who have a row there. */
  rows(tx: Transaction, roomId: string, userIds: readonly string[]): Promise<MemberRow[]> {
    return tx.query<MemberRow>(
      `SELECT ${MEMBER_COLUMNS} FROM room_members m WHERE m.room_id = $1 AND m.user_id = ANY($2::text[])`,
      [roomId, userIds],
    );
  }

  /**
   * Makes these people members with these roles, whatever they were before, banned too. Another owner is `formerOwner` from then on, if one
   * of them is the owner. Gives them as they are now.
   */
  async put(
    tx: Transaction,
    { id, lastSeq }: { id: string; lastSeq: number },
    members: readonly ListedMember[],
    formerOwner: Exclude<MemberRole, 'owner'>,
  ): Promise<MemberRow[]> {
    const owner = members.find(({ role }) => role === 'owner');
    // Before the new one: no room may have two owners, not even within a statement.
    if (owner !== undefined) {
      await tx.query(`UPDATE room_members SET role = $3 WHERE room_id = $1 AND role = 'owner' AND user_id <> $2`, [
        id,
        owner.userId,
        formerOwner,
      ]);
    }
    return tx.query<MemberRow>(
      `WITH asked AS (SELECT * FROM unnest($2::text[], $3::text[]) AS a (user_id, role)),
         kept AS (DELETE FROM kept_mutes k USING asked a WHERE k.room_id = $1 AND k.user_id = a.user_id RETURNING k.user_id)
       INSERT INTO room_members AS m (room_id, user_id, role, read_seq, delivered_seq, muted)
       SELECT $1, a.user_id, a.role, $4, $4, a.role <> 'owner' AND EXISTS (SELECT FROM kept WHERE kept.user_id = a.user_id)
       FROM asked a ORDER BY a.user_id
       ON CONFLICT (room_id, user_id) DO UPDATE SET
         role = EXCLUDED.role, banned = false, muted = m.muted AND EXCLUDED.role <> 'owner'
       RETURNING ${MEMBER_COLUMNS}`,
      [id, members.map(({ userId }) => userId), members.map(({ role }) => role), lastSeq],
    );
  }

  /** All but these people and the banned; gives whom it removed. Who was muted is so again when they are back. */
  removeOthers(tx: Transaction, roomId: string, userIds: readonly string[]): Promise<MemberRow[]> {
    return tx.query<MemberRow>(
      `WITH removed AS (DELETE FROM room_members WHERE room_id = $1 AND user_id <> ALL($2::text[]) AND NOT banned RETURNING *),
         kept AS (INSERT INTO kept_mutes (room_id, user_id) SELECT room_id, user_id FROM removed WHERE muted AND NOT guest
           ON CONFLICT DO NOTHING)
       SELECT ${MEMBER_COLUMNS} FROM removed m`,
      [roomId, userIds],
    );
  }

  /** What these people were at the door, who need not wait there any more; `all`: and everybody's invitation. */
  clearDoor(
    tx: Transaction,
    roomId: string,
    userIds: readonly string[],
    all: boolean,
  ): Promise<{ userId: string; state: AdmissionState }[]> {
    return tx.query(
      `DELETE FROM room_admissions WHERE room_id = $1 AND (user_id = ANY($2::text[]) OR ($3 AND state = 'invited'))
       RETURNING user_id AS "userId", state`,
      [roomId, userIds, all],
    );
  }

  async ownerOf(roomId: string): Promise<string | undefined> {
    const [owner] = await this.database.query<{ id: string }>(
      `SELECT user_id AS id FROM room_members WHERE room_id = $1 AND role = 'owner'`,
      [roomId],
    );
    return owner?.id;
  }

  /** Of everybody who has an account and is not banned. */
  async idsOf(roomId: string): Promise<string[]> {
    const members = await this.database.query<{ id: string }>(
      `SELECT user_id AS id FROM room_members WHERE room_id = $1 AND NOT banned AND NOT guest ORDER BY user_id`,
      [roomId],
    );
    return members.map(({ id }) => id);
  }
}
