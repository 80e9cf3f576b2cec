import { Injectable } from '@nestjs/common';
import type { Transaction } from '../database/index.js';
import type { Attachment } from '../protocol/index.js';
import { AttachmentRepository, type MessageFiles } from './attachment.repository.js';
import { isAttachable, type Showing } from './attachable.js';
import { shownFile } from './file-row.js';

/** Somebody who is about to show these files there. Ids as the database writes them: in lower case. */
export interface WantedFiles extends Showing {
  readonly fileIds: readonly string[];
}

/**
 * The files of messages, for who writes messages: `claim` before they are written, `attach` afterwards in the same transaction,
 * `detach` when they are deleted. Messages that are removed for their age take what they show with them.
 */
@Injectable()
export class Attachments {
  constructor(private readonly repository: AttachmentRepository) {}

  /**
   * For each of these the files in the order asked for, or undefined where one of them is not there or not to be shown there by that
   * person. With a transaction nothing takes those files away until its end; without one it is what holds just now.
   */
  async claim(wanted: readonly WantedFiles[], transaction?: Transaction): Promise<(Attachment[] | undefined)[]> {
    const ids = [...new Set(wanted.flatMap(({ fileIds }) => fileIds))];
    const stored = ids.length === 0 ? new Map<string, never>() : await this.repository.stored(ids, transaction);
    return wanted.map(({ fileIds, ...showing }) => {
      const files = fileIds.flatMap((id) => stored.get(id) ?? []);
      const isWhole = files.length === fileIds.length && files.every((file) => isAttachable(file, showing));
      return isWhole ? files.map(shownFile) : undefined;
    });
  }

  /** The messages must have been written in this transaction, and their files claimed in it. Files of one message are different ones. */
  async attach(transaction: Transaction, messages: readonly MessageFiles[]): Promise<void> {
    const showing = messages.filter(({ fileIds }) => fileIds.length > 0);
    if (showing.length > 0) await this.repository.attach(transaction, showing);
  }

  /** These messages show nothing any more. Files that none shows are removed within minutes. */
  async detach(transaction: Transaction, messageIds: readonly string[]): Promise<void> {
    await this.repository.detach(transaction, messageIds);
  }

  /** What these messages show; those that show nothing are left out. */
  async ofMessages(messageIds: readonly string[], transaction?: Transaction): Promise<Map<string, Attachment[]>> {
    const shown = new Map<string, Attachment[]>();
    if (messageIds.length === 0) return shown;
    for (const row of await this.repository.ofMessages(messageIds, transaction)) {
      const files = shown.get(row.messageId) ?? [];
      files.push(shownFile(row));
      shown.set(row.messageId, files);
    }
    return shown;
  }
}
