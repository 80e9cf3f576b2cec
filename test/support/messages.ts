import { FileClaims } from '../../src/chat/file-claims.js';
import { MessageRepository } from '../../src/chat/message.repository.js';
import { Outbox, type Database } from '../../src/database/index.js';
import { AttachmentRepository } from '../../src/files/attachment.repository.js';
import { Attachments } from '../../src/files/attachments.js';

export function attachmentsIn(database: Database): Attachments {
  return new Attachments(new AttachmentRepository(database));
}

/** An outbox of which no app's own backend wants anything. */
export function quietOutbox(): Outbox {
  const outbox = new Outbox();
  outbox.setWanted([]);
  return outbox;
}

/** What writes messages into that database. */
export function messagesIn(database: Database, outbox = quietOutbox()): MessageRepository {
  return new MessageRepository(database, new FileClaims(attachmentsIn(database)), outbox);
}
