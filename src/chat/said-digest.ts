import { createHash } from 'node:crypto';
import type { StoredMessage } from './stored-message.js';

/** What makes two sends the same. Mentions count as asked for, whoever of them was a member then; files count by their ids. */
export type Said = Pick<StoredMessage, 'text' | 'kind' | 'metadata' | 'replyTo' | 'mentions'> & {
  readonly attachments: readonly { readonly id: string }[] | null;
};

/**
 * Tells whether a repeated `clientId` says the same as the first time, also after the message was changed. Neither the order of
 * keys in the metadata nor that of the mentions matters; that of the files does.
 */
export function digestOf({ text, kind, metadata, replyTo, mentions, attachments }: Said): string {
  const files = (attachments ?? []).map(({ id }) => id);
  // Digests from before there were files are kept in messages: without any nothing is added.
  const content = [text, kind, metadata, replyTo, (mentions ?? []).toSorted(), ...(files.length === 0 ? [] : [files])];
  const said = JSON.stringify(content, inOrderOfKeys);
  return createHash('sha256').update(said).digest('base64url');
}

function inOrderOfKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
