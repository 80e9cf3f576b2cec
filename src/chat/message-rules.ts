import { AppError } from '../common/index.js';
import { assertSmall } from '../common/metadata-size.js';
import { TEXT_CHARACTERS, type SendMessage } from '../protocol/index.js';

type Sendable = Pick<SendMessage, 'text' | 'metadata' | 'attachments'>;

/** Refuses with `INVALID` what no room takes, whoever says it. */
export function assertSendable({ text, metadata, attachments = [] }: Sendable): void {
  if (attachments.length === 0) assertSaysSomething(text);
  assertFits(text);
  assertSmall(metadata);
}

/** Without files there must be words. */
export function assertSaysSomething(text: string): void {
  if (text === '') throw refusal('text', 'text must not be empty');
}

/** Text of 4,000 characters has at most 16,000 bytes: one limit serves for both. */
export function assertFits(text: string): void {
  if (isLongerThan(text, TEXT_CHARACTERS)) throw refusal('text', `text must have at most ${TEXT_CHARACTERS} characters`);
}

/** Counts Unicode code points, so that an emoji beyond the first plane is one character. */
function isLongerThan(text: string, characters: number): boolean {
  if (text.length <= characters) return false;
  // No code point takes more than two code units: a text of a megabyte need not be gone through.
  if (text.length > characters * 2) return true;
  let count = 0;
  for (const _ of text) count += 1;
  return count > characters;
}

function refusal(field: string, message: string): AppError {
  return new AppError('INVALID', { field, message });
}
