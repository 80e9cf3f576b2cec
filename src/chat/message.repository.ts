import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { Database, isLockTimeout, type Transaction } from '../database/index.js';
import type { ErrorCode } from '../protocol/index.js';
import type { MessageDraft, Verdict } from './message-draft.js';
import { LOCK_FREE_ROOMS, LOCK_ROOMS, WRITE_BATCH } from './message-batch.sql.js';
import type { StoredMessage } from './stored-message.js';

/** What `WRITE_BATCH` gives for each draft: a refusal, an earlier message, or number and time of the new one. */
type BatchRow =
  | { refusal: RowRefusal; prior: false }
  | ({ refusal: null; prior: true } & StoredMessage)
  | { refusal: null; prior: false; id: string; seq: number; createdAt: Date; senderName: string | null };

type RowRefusal = Extract<ErrorCode, 'ROOM_NOT_FOUND' | 'ROOM_CLOSED' | 'NOT_A_MEMBER' | 'BANNED' | 'MUTED'> | 'REPLY_NOT_FOUND';

/** Far more than another node's batch takes, and far less than anybody in the same batch would notice. */
const LOCK_MS = 200;

/** Messages on their way into the database. */
@Injectable()
export class MessageRepository {
  constructor(private readonly database: Database) {}

  /**
   * Writes the drafts, in one transaction and in this order, and says what became of each. Drafts that were written by an
   * earlier attempt are found by their ids. No two may have the same sender, room and client id.
   */
  async commit(drafts: readonly MessageDraft[]): Promise<Verdict[]> {
    try {
      return await this.write(drafts, async (transaction, roomIds) => {
        await transaction.query(LOCK_ROOMS, [roomIds, String(LOCK_MS)]);
        return new Set();
      });
    } catch (error) {
      if (!isLockTimeout(error)) throw error;
    }
    return this.write(drafts, async (transaction, roomIds) => {
      const held = await transaction.query<{ id: string }>(LOCK_FREE_ROOMS, [roomIds]);
      return new Set(held.map(({ id }) => id));
    });
  }

  /** `lock` gives the rooms that it could not have. */
  private async write(
    drafts: readonly MessageDraft[],
    lock: (transaction: Transaction, roomIds: readonly string[]) => Promise<ReadonlySet<string>>,
  ): Promise<Verdict[]> {
    const roomIds = [...new Set(drafts.map(({ room }) => room.id))];
    return this.database.transaction(async (transaction) => {
      const held = await lock(transaction, roomIds);
      const writable = drafts.filter(({ room }) => !held.has(room.id));
      const rows = (await transaction.query<BatchRow>(WRITE_BATCH, columnsOf(writable))).values();
      return drafts.map((draft) => (held.has(draft.room.id) ? { draft, outcome: 'held' } : verdictOn(draft, rows.next().value)));
    });
  }
}

function columnsOf(drafts: readonly MessageDraft[]): unknown[][] {
  return [
    drafts.map(({ id }) => id),
    drafts.map(({ room }) => room.id),
    drafts.map(({ sender }) => sender.id),
    drafts.map(({ sender }) => (sender.guest ? sender.name : null)),
    drafts.map(({ clientId }) => clientId),
    drafts.map(({ kind }) => kind),
    drafts.map(({ text }) => text),
    drafts.map(({ metadata }) => (metadata === null ? null : JSON.stringify(metadata))),
    drafts.map(({ replyTo }) => replyTo),
  ];
}

function verdictOn(draft: MessageDraft, row: BatchRow | undefined): Verdict {
  if (row === undefined) throw new Error('The database gave no row for a draft');
  if (row.refusal === 'REPLY_NOT_FOUND') return { draft, outcome: 'refused', code: 'INVALID', field: 'replyTo' };
  if (row.refusal !== null) return { draft, outcome: 'refused', code: row.refusal };
  if (!row.prior) return { draft, outcome: 'written', stored: stored(draft, row) };
  if (row.id === draft.id) return { draft, outcome: 'written', stored: row };
  return saysTheSame(draft, row) ? { draft, outcome: 'repeated', stored: row } : { draft, outcome: 'refused', code: 'CONFLICT' };
}

function stored(
  draft: MessageDraft,
  { seq, createdAt, senderName }: Pick<StoredMessage, 'seq' | 'createdAt' | 'senderName'>,
): StoredMessage {
  const { id, sender, clientId, kind, text, metadata, replyTo } = draft;
  const said = { id, senderId: sender.id, senderName, clientId, kind, text, metadata, replyTo };
  return { ...said, seq, revisionSeq: seq, createdAt, editedAt: null, deletedAt: null };
}

function saysTheSame(draft: MessageDraft, prior: StoredMessage): boolean {
  return (
    draft.text === prior.text &&
    draft.kind === prior.kind &&
    draft.replyTo === prior.replyTo &&
    isDeepStrictEqual(asKept(draft.metadata), prior.metadata)
  );
}

/** JSON knows no `-0`, and leaves out what is undefined. */
function asKept(metadata: MessageDraft['metadata']): unknown {
  return JSON.parse(JSON.stringify(metadata));
}
