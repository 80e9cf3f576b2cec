import { Injectable } from '@nestjs/common';
import { Database, isLockTimeout, Outbox, type Transaction } from '../database/index.js';
import { FileClaims, type FileClaim } from './file-claims.js';
import { columnsOf, isNew, verdictOn, type BatchRow } from './message-batch.js';
import {
  LOCK_FREE_ROOMS,
  LOCK_ROOMS,
  WRITE_BATCH,
  WRITE_BATCH_WITH_FILES,
  WRITE_BATCH_WITH_MENTIONS,
} from './message-batch.sql.js';
import type { MessageDraft, Verdict, WrittenMessage } from './message-draft.js';
import { presentWritten } from './message.presenter.js';

/** Far more than another node's batch takes, and far less than anybody in the same batch would notice. */
const LOCK_MS = 200;

/** Messages on their way into the database. */
@Injectable()
export class MessageRepository {
  constructor(
    private readonly database: Database,
    private readonly files: FileClaims,
    private readonly outbox: Outbox,
  ) {}

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
      if (held.size === 0) return this.writeBatch(transaction, drafts);
      const writable = drafts.filter(({ room }) => !held.has(room.id));
      const verdicts = new Map((await this.writeBatch(transaction, writable)).map((verdict) => [verdict.draft, verdict]));
      return drafts.map((draft) => verdicts.get(draft) ?? { draft, outcome: 'held' });
    });
  }

  private async writeBatch(transaction: Transaction, drafts: readonly MessageDraft[]): Promise<Verdict[]> {
    const claims = drafts.some(({ attachments }) => attachments.length > 0)
      ? await this.files.claim(transaction, drafts)
      : undefined;
    const rows = await transaction.query<BatchRow>(statementFor(drafts, claims), columnsOf(drafts, claims));
    const verdicts = drafts.map((draft, index) => verdictOn(draft, rows[index], claims?.[index]));
    const fresh = verdicts.flatMap((verdict, index) => (verdict.outcome === 'written' && isNew(rows[index]) ? [verdict] : []));
    if (claims !== undefined) await this.files.attach(transaction, fresh);
    await this.tellOutside(transaction, fresh);
    return verdicts;
  }

  /** Most batches say nothing that anybody would be told who is not there, and take no further statement. */
  private async tellOutside(transaction: Transaction, fresh: readonly WrittenMessage[]): Promise<void> {
    const all = this.outbox.isWantedOutside('message.created');
    const told = fresh.filter(({ stored, pair }) => all || pair !== null || stored.mentions !== null);
    if (told.length === 0) return;
    const events = told.map((message) => {
      return { name: 'message.created' as const, data: { message: presentWritten(message), pair: message.pair } };
    });
    await this.outbox.append(transaction, events);
  }
}

/** The plain one is for nearly all batches: planning what they don't need would cost each of them. */
function statementFor(drafts: readonly MessageDraft[], claims: readonly FileClaim[] | undefined): string {
  if (claims !== undefined) return WRITE_BATCH_WITH_FILES;
  return drafts.some(({ mentions }) => mentions.length > 0) ? WRITE_BATCH_WITH_MENTIONS : WRITE_BATCH;
}
