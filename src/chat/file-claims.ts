import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/index.js';
import { Attachments } from '../files/index.js';
import type { Pair } from '../rooms/index.js';
import type { MessageDraft, RowRefusal } from './message-draft.js';
import type { AttachedFile } from './stored-message.js';

/** What one draft is to show, or why it can't. */
export interface FileClaim {
  readonly files: readonly AttachedFile[] | null;
  readonly refusal: Extract<RowRefusal, 'FILE_NOT_FOUND' | 'FILE_TAKEN'> | null;
}

const NOTHING: FileClaim = { files: null, refusal: null };
const TAKEN: FileClaim = { files: null, refusal: 'FILE_TAKEN' };

/** Files on their way into the messages of a batch. */
@Injectable()
export class FileClaims {
  constructor(private readonly attachments: Attachments) {}

  /**
   * One for each draft. The files of all of them are locked at once, so that of two messages with one file, wherever they are written, the
   * second sees the first; whether a file is in an earlier message is asked by the write, which knows whether that is this one.
   */
  async claim(
    transaction: Transaction,
    drafts: readonly MessageDraft[],
    pairs: ReadonlyMap<string, Pair | null>,
  ): Promise<FileClaim[]> {
    const wanted = drafts.map(({ attachments, sender, room }) => ({
      fileIds: attachments.map(({ id }) => id),
      ownerId: sender.id,
      roomId: room.id,
      pair: pairs.get(room.id) ?? null,
    }));
    const found = await this.attachments.claim(wanted, transaction);
    const taken = new Set<string>();
    return wanted.map(({ fileIds }, index) => {
      if (fileIds.length === 0) return NOTHING;
      // The batch's first has it. Waiting to see whether that one is refused would make its room wait.
      if (fileIds.some((id) => taken.has(id))) return TAKEN;
      const files = found[index];
      if (files === undefined) return { files: null, refusal: 'FILE_NOT_FOUND' };
      for (const id of fileIds) taken.add(id);
      return { files: files.map(({ url: _, ...file }) => file), refusal: null };
    });
  }

  /** The messages are written, in this transaction. */
  async attach(transaction: Transaction, written: readonly MessageDraft[]): Promise<void> {
    const messages = written.map(({ id, attachments }) => ({ messageId: id, fileIds: attachments.map((file) => file.id) }));
    await this.attachments.attach(transaction, messages);
  }
}
