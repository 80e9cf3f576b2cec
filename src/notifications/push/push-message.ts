import { createHash } from 'node:crypto';
import type { NotificationKind } from '../../protocol/index.js';

/** What a device gets: the JSON of a Web Push, and what an app on FCM finds in its data. */
export interface PushMessage {
  /** Of the notification in the feed, where it is there; else the push's own. */
  readonly id: string;
  readonly kind: NotificationKind;
  readonly title: string;
  readonly body: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** A later one with the same takes the place of this one; null: it stands by itself. */
  readonly tag: string | null;
}

/** Push services take 4 KB, encrypted; what is not the message needs its share. */
export const MESSAGE_BYTES = 3_000;
/** For a service that takes less than they all should. */
export const SMALL_MESSAGE_BYTES = 1_000;

const TITLE_CODE_POINTS = 100;

/** The message with so much of its text as fits. Data that leaves no place for any is left out: the feed has it all. */
export function fitting(message: PushMessage, bytes: number): PushMessage {
  if (sizeOf(message) <= bytes) return message;
  const short = { ...message, title: beginning(message.title, TITLE_CODE_POINTS) };
  const kept = sizeOf({ ...short, body: '' }) <= bytes ? short : { ...short, data: {} };
  return { ...kept, body: longestBody(kept, bytes) };
}

/** What services replace waiting pushes by; they take few and short ones, and need not know whom a room or call is about. */
export function topicOf(collapseKey: string): string {
  return createHash('sha256').update(collapseKey).digest('base64url').slice(0, 32);
}

function longestBody(message: PushMessage, bytes: number): string {
  let fits = 0;
  let isTooLong = [...message.body].length;
  while (isTooLong - fits > 1) {
    const middle = Math.floor((fits + isTooLong) / 2);
    if (sizeOf({ ...message, body: beginning(message.body, middle) }) <= bytes) fits = middle;
    else isTooLong = middle;
  }
  return beginning(message.body, fits);
}

function sizeOf(message: PushMessage): number {
  return Buffer.byteLength(JSON.stringify(message));
}

/** Cut between code points, so that no half of one is left. */
function beginning(text: string, codePoints: number): string {
  const all = [...text];
  return all.length <= codePoints ? text : `${all.slice(0, Math.max(0, codePoints - 1)).join('')}…`;
}
