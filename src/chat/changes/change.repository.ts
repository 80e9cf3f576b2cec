import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/index.js';
import { SHOWN_REACTORS, type Reaction, type RoomKind, type User } from '../../protocol/index.js';
import type { Pair } from '../../rooms/index.js';
import { blockBetween, LOCK_ROOMS } from '../message-batch.sql.js';
import { SHOWN, type LoggedMessage } from '../message-log.repository.js';
import type { StoredMessage } from '../stored-message.js';
import type { Scene } from './scene.js';

/** Longer than any batch takes. Whoever waits longer tries again: their sender hears within 3 s. */
const LOCK_MS = 800;

/** The message, its room and the caller's membership, where the caller belongs there and the room is open. */
const FOUND = `
FROM messages m
JOIN rooms r ON r.id = m.room_id AND r.closed_at IS NULL
JOIN room_members caller ON caller.room_id = r.id AND caller.user_id = $2 AND NOT caller.banned`;

const SCENE = `
SELECT ${SHOWN}, m.said_digest AS "saidDigest", r.id AS "roomId", r.key, r.code, r.kind AS "roomKind", r.pair, r.last_seq AS "lastSeq",
  caller.muted AS "isMuted", CASE WHEN r.pair IS NOT NULL THEN ${blockBetween('caller.user_id')} END AS block, clock_timestamp()::timestamptz(3) AS now
${FOUND} LEFT JOIN users u ON u.id = m.sender_id WHERE m.id = $1`;

interface Surroundings {
  roomId: string;
  key: string | null;
  code: string | null;
  roomKind: RoomKind;
  pair: Pair | null;
  lastSeq: number;
  saidDigest: string | null;
  isMuted: boolean;
  block: Scene['block'];
  now: Date;
}

const SAVE = `
WITH counted AS (
  UPDATE rooms SET last_seq = $3, last_active_at = $4 WHERE id = $2
)
UPDATE messages SET revision_seq = $3, text = $5, metadata = CASE WHEN $6 THEN metadata END,
  attachments = CASE WHEN $13 THEN attachments END, mentions = $7, reactions = $8,
  edited_at = $9, deleted_at = $10, pinned_at = $11, said_digest = $12
WHERE id = $1`;

/** Changing a message that was said. Everything but `roomOf` belongs into the transaction that holds the room. */
@Injectable()
export class ChangeRepository {
  constructor(private readonly database: Database) {}

  /** The open room of the message; undefined where there is no such message, or not for that person. */
  async roomOf(messageId: string, userId: string): Promise<string | undefined> {
    const [found] = await this.database.query<{ id: string }>(`SELECT r.id ${FOUND} WHERE m.id = $1`, [messageId, userId]);
    return found?.id;
  }

  /** Locks the room, as a batch of messages does, and then looks: it sees all that was committed before. */
  async enter(tx: Transaction, roomId: string, messageId: string, user: User): Promise<Scene | undefined> {
    await tx.query(LOCK_ROOMS, [[roomId], String(LOCK_MS)]);
    const [row] = await tx.query<LoggedMessage & Surroundings>(SCENE, [messageId, user.id]);
    if (row === undefined) return undefined;
    const { roomId: id, key, code, roomKind, pair, lastSeq, saidDigest, isMuted, block, now, ...message } = row;
    const room = { id, key, code };
    return { message, saidDigest, room, roomKind, pair, nextSeq: lastSeq + 1, now, user, isMuted, block };
  }

  /** Writes the message as it is from now on, and moves the room's counter to its `revisionSeq`. */
  async save(tx: Transaction, { room, now }: Scene, message: StoredMessage, saidDigest: string | null): Promise<void> {
    const { id, revisionSeq, text, metadata, attachments, mentions, reactions, editedAt, deletedAt, pinnedAt } = message;
    const shownReactions = reactions === null ? null : JSON.stringify(reactions);
    const times = [editedAt, deletedAt, pinnedAt];
    const shown = [metadata !== null, mentions, shownReactions];
    await tx.query(SAVE, [id, room.id, revisionSeq, now, text, ...shown, ...times, saidDigest, attachments !== null]);
  }

  /** False where the person had reacted so already. */
  async addReaction(tx: Transaction, { message, user, nextSeq }: Scene, emoji: string): Promise<boolean> {
    const added = await tx.query(
      `INSERT INTO reactions (message_id, user_id, emoji, seq) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING seq`,
      [message.id, user.id, emoji, nextSeq],
    );
    return added.length > 0;
  }

  /** False where the person had not reacted so. */
  async removeReaction(tx: Transaction, { message, user }: Scene, emoji: string): Promise<boolean> {
    const removed = await tx.query('DELETE FROM reactions WHERE message_id = $1 AND user_id = $2 AND emoji = $3 RETURNING seq', [
      message.id,
      user.id,
      emoji,
    ]);
    return removed.length > 0;
  }

  async clearReactions(tx: Transaction, messageId: string): Promise<void> {
    await tx.query('DELETE FROM reactions WHERE message_id = $1', [messageId]);
  }

  /** As they are shown: emoji in the order of their first use, people in the order in which they came. */
  async reactionsTo(tx: Transaction, messageId: string): Promise<Reaction[]> {
    return tx.query<Reaction>(
      `SELECT emoji, count(*) AS count, (array_agg(user_id ORDER BY seq))[1:$2] AS "userIds"
       FROM reactions WHERE message_id = $1 GROUP BY emoji ORDER BY min(seq)`,
      [messageId, SHOWN_REACTORS],
    );
  }

  async countPins(tx: Transaction, roomId: string): Promise<number> {
    const [row] = await tx.query<{ pins: number }>(
      'SELECT count(*) AS pins FROM messages WHERE room_id = $1 AND pinned_at IS NOT NULL',
      [roomId],
    );
    return row?.pins ?? 0;
  }
}
