import type { Message } from '@lyceum/client';
import { chat as said } from '../strings/chat.js';

/** A message in one line: its text, or what it is instead. */
export function summaryOf({ text, deletedAt, attachments }: Pick<Message, 'text' | 'deletedAt' | 'attachments'>): string {
  if (deletedAt !== null) return said.deleted;
  return text === '' && attachments.length > 0 ? said.files.count(attachments.length) : text;
}
