import { createHash } from 'node:crypto';
import type { StoredMessage } from './stored-message.js';

/** What makes two sends the same. Mentions count as asked for, whoever of them was a member then. */
export type Said = Pick<StoredMessage, 'text' | 'kind' | 'metadata' | 'replyTo' | 'mentions'>;

/**
 * Tells whether a repeated `clientId` says the same as the first time, also after the message was changed. Neither the order of
 * keys in the metadata nor that of the mentions matters.
 */
export function digestOf({ text, kind, metadata, replyTo, mentions }: Said): string {
  const said = JSON.stringify([text, kind, metadata, replyTo, (mentions ?? []).toSorted()], inOrderOfKeys);
  return createHash('sha256').update(said).digest('base64url');
}

function inOrderOfKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
