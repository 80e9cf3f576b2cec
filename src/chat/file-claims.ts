import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/index.js';
import { Attachments } from '../files/index.js';
import type { Pair } from '../rooms/index.js';
import { PAIRS, SHOWN_FILES } from './message-batch.sql.js';
import type { MessageDraft, RowRefusal, WrittenMessage } from './message-draft.js';
import type { AttachedFile } from './stored-message.js';

/** What one draft is to show, or why it can't. */
export interface FileClaim {
  readonly files: readonly AttachedFile[] | null;
  readonly refusal: Extract<RowRefusal, 'FILE_NOT_FOUND' | 'FILE_TAKEN'> | null;
}

const NOTHING: FileClaim = { files: null, refusal: null };
const NOT_FOUND: FileClaim = { files: null, refusal: 'FILE_NOT_FOUND' };
const TAKEN: FileClaim = { files: null, refusal: 'FILE_TAKEN' };

/** Files on their way into the messages of a batch. */
@Injectable()
export class FileClaims {
  constructor(private readonly attachments: Attachments) {}

  /**
   * One for each draft. The files of all of them are locked, so that of two messages with one file, wherever they are written, the second
   * sees the first. The refusals are not for drafts that an earlier attempt has written: their files are in that very message.
   */
  async claim(transaction: Transaction, drafts: readonly MessageDraft[]): Promise<FileClaim[]> {
    const pairs = await this.pairsOf(transaction, drafts);
    const wanted = drafts.map(({ attachments, sender, room }) => ({
      fileIds: attachments.map(({ id }) => id),
      ownerId: sender.id,
      roomId: room.id,
      pair: pairs.get(room.id) ?? null,
    }));
    const found = await this.attachments.claim(wanted, transaction);
    const ids = wanted.flatMap(({ fileIds }) => fileIds);
    const taken = new Set((await transaction.query<{ id: string }>(SHOWN_FILES, [ids])).map(({ id }) => id));
    return wanted.map(({ fileIds }, index) => {
      if (fileIds.length === 0) return NOTHING;
      const files = found[index];
      if (files === undefined) return NOT_FOUND;
      if (fileIds.some((id) => taken.has(id))) return TAKEN;
      // Of those in one batch the first has it: to wait and see whether that one is refused would make everybody in the room wait.
      for (const id of fileIds) taken.add(id);
      return { files: files.map(({ url: _, ...file }) => file), refusal: null };
    });
  }

  /** The messages are written, in this transaction. */
  async attach(transaction: Transaction, written: readonly WrittenMessage[]): Promise<void> {
    const messages = written.map(({ stored: { id, attachments } }) => {
      return { messageId: id, fileIds: (attachments ?? []).map((file) => file.id) };
    });
    await this.attachments.attach(transaction, messages);
  }

  private async pairsOf(transaction: Transaction, drafts: readonly MessageDraft[]): Promise<Map<string, Pair | null>> {
    const roomIds = drafts.map(({ room }) => room.id);
    const rooms = await transaction.query<{ id: string; pair: Pair | null }>(PAIRS, [roomIds]);
    return new Map(rooms.map(({ id, pair }) => [id, pair]));
  }
}
