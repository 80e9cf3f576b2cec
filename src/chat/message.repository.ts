import { Injectable } from '@nestjs/common';
import { Database, isLockTimeout, type Transaction } from '../database/index.js';
import type { Pair } from '../rooms/index.js';
import { FileClaims, type FileClaim } from './file-claims.js';
import { columnsOf, verdictOn, type BatchRow } from './message-batch.js';
import {
  LOCK_FREE_ROOMS,
  LOCK_ROOMS,
  PAIRS,
  WRITE_BATCH,
  WRITE_BATCH_WITH_FILES,
  WRITE_BATCH_WITH_MENTIONS,
} from './message-batch.sql.js';
import type { MessageDraft, Verdict } from './message-draft.js';

/** Far more than another node's batch takes, and far less than anybody in the same batch would notice. */
const LOCK_MS = 200;

/** Messages on their way into the database. */
@Injectable()
export class MessageRepository {
  constructor(
    private readonly database: Database,
    private readonly files: FileClaims,
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
      const writable = drafts.filter(({ room }) => !held.has(room.id));
      const verdicts = new Map((await this.writeBatch(transaction, writable)).map((verdict) => [verdict.draft, verdict]));
      return drafts.map((draft) => verdicts.get(draft) ?? { draft, outcome: 'held' });
    });
  }

  private async writeBatch(transaction: Transaction, drafts: readonly MessageDraft[]): Promise<Verdict[]> {
    const claims = drafts.some(({ attachments }) => attachments.length > 0) ? await this.claim(transaction, drafts) : undefined;
    const rows = await transaction.query<BatchRow>(statementFor(drafts, claims), columnsOf(drafts, claims));
    if (claims !== undefined) {
      const written = drafts.filter((_, index) => rows[index]?.refusal === null && !rows[index].prior);
      await this.files.attach(transaction, written);
    }
    return drafts.map((draft, index) => verdictOn(draft, rows[index], claims?.[index]));
  }

  private async claim(transaction: Transaction, drafts: readonly MessageDraft[]): Promise<FileClaim[]> {
    const roomIds = drafts.map(({ room }) => room.id);
    const rooms = await transaction.query<{ id: string; pair: Pair | null }>(PAIRS, [roomIds]);
    return this.files.claim(transaction, drafts, new Map(rooms.map(({ id, pair }) => [id, pair])));
  }
}

/** The plain one is for nearly all batches: planning what they don't need would cost each of them. */
function statementFor(drafts: readonly MessageDraft[], claims: readonly FileClaim[] | undefined): string {
  if (claims !== undefined) return WRITE_BATCH_WITH_FILES;
  return drafts.some(({ mentions }) => mentions.length > 0) ? WRITE_BATCH_WITH_MENTIONS : WRITE_BATCH;
}
