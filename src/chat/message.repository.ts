import { Injectable } from '@nestjs/common';
import { Database, isLockTimeout, type Transaction } from '../database/index.js';
import type { Pair } from '../rooms/index.js';
import type { MessageDraft, RowRefusal, Verdict } from './message-draft.js';
import { LOCK_FREE_ROOMS, LOCK_ROOMS, WRITE_BATCH, WRITE_BATCH_WITH_MENTIONS } from './message-batch.sql.js';
import { digestOf } from './said-digest.js';
import type { StoredMessage } from './stored-message.js';

/** What `WRITE_BATCH` gives for each draft: a refusal, an earlier message, or number and time of the new one. */
type BatchRow =
  | { refusal: RowRefusal; prior: false }
  | ({ refusal: null; prior: true; pair: Pair | null } & PriorMessage)
  | ({ refusal: null; prior: false; pair: Pair | null; id: string } & Given);

type PriorMessage = StoredMessage & { readonly saidDigest: string | null };
/** What the write adds to a draft. */
type Given = Pick<StoredMessage, 'seq' | 'createdAt' | 'senderName' | 'mentions'>;

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
      const statement = writable.some(({ mentions }) => mentions.length > 0) ? WRITE_BATCH_WITH_MENTIONS : WRITE_BATCH;
      const rows = (await transaction.query<BatchRow>(statement, columnsOf(writable))).values();
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
    drafts.map(({ mentions }) => (mentions.length === 0 ? null : JSON.stringify(mentions))),
    // Of those asked for only members are kept: the row alone would not tell a repeat from something else.
    drafts.map((draft) => (draft.mentions.length === 0 || draft.clientId === null ? null : digestOf(draft))),
  ];
}

function verdictOn(draft: MessageDraft, row: BatchRow | undefined): Verdict {
  if (row === undefined) throw new Error('The database gave no row for a draft');
  if (row.refusal !== null) return { draft, outcome: 'refused', code: row.refusal };
  const { pair } = row;
  if (!row.prior) return { draft, outcome: 'written', stored: stored(draft, row), pair };
  if (row.id === draft.id) return { draft, outcome: 'written', stored: row, pair };
  if (!saysTheSame(draft, row)) return { draft, outcome: 'refused', code: 'CONFLICT' };
  return { draft, outcome: 'repeated', stored: row, pair };
}

function stored(draft: MessageDraft, { seq, createdAt, senderName, mentions }: Given): StoredMessage {
  const { id, sender, clientId, kind, text, metadata, replyTo } = draft;
  const said = { id, senderId: sender.id, senderName, clientId, kind, text, metadata, replyTo, mentions };
  const unchanged = { revisionSeq: seq, editedAt: null, deletedAt: null, pinnedAt: null, reactions: null };
  return { ...said, ...unchanged, seq, createdAt };
}

function saysTheSame(draft: MessageDraft, prior: PriorMessage): boolean {
  return digestOf(draft) === (prior.saidDigest ?? digestOf(prior));
}
