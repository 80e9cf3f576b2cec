import { createHash } from 'node:crypto';
import type { PushMessage } from '../../protocol/index.js';

/** Push services take 4 KB, encrypted; what is not the message needs its share. */
export const MESSAGE_BYTES = 3_000;
/** For a service that takes less than they all should. */
export const SMALL_MESSAGE_BYTES = 1_000;

const TITLE_CHARACTERS = 100;
/** What people take for a character: half an emoji would be another one, half a code point none. */
const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * The message with so much of its text as fits. Of a call the picture goes next, as nobody can answer without the rest. Data that leaves no
 * place for any text is left out: the feed has it all.
 */
export function fitting(message: PushMessage, bytes: number): PushMessage {
  if (sizeOf(message) <= bytes) return message;
  const short = { ...message, title: beginning(charactersOf(message.title), TITLE_CHARACTERS) };
  const kept = [short, withoutPicture(short)].find((one) => sizeOf({ ...one, body: '' }) <= bytes) ?? { ...short, data: {} };
  return { ...kept, body: longestBody(kept, bytes) };
}

function withoutPicture(message: PushMessage): PushMessage {
  const { kind, data } = message;
  const { from } = data;
  if (kind !== 'call' || typeof from !== 'object' || from === null) return message;
  return { ...message, data: { ...data, from: { ...from, avatarUrl: null } } };
}

/** What services replace waiting pushes by; they take few and short ones, and need not know whom a room or call is about. */
export function topicOf(collapseKey: string): string {
  return createHash('sha256').update(collapseKey).digest('base64url').slice(0, 32);
}

function longestBody(message: PushMessage, bytes: number): string {
  const body = charactersOf(message.body);
  let fits = 0;
  let isTooLong = body.length + 1;
  while (isTooLong - fits > 1) {
    const middle = Math.floor((fits + isTooLong) / 2);
    if (sizeOf({ ...message, body: beginning(body, middle) }) <= bytes) fits = middle;
    else isTooLong = middle;
  }
  return beginning(body, fits);
}

function sizeOf(message: PushMessage): number {
  return Buffer.byteLength(JSON.stringify(message));
}

function charactersOf(text: string): string[] {
  return Array.from(characters.segment(text), ({ segment }) => segment);
}

function beginning(all: readonly string[], count: number): string {
  return all.length <= count ? all.join('') : `${all.slice(0, Math.max(0, count - 1)).join('')}…`;
}
