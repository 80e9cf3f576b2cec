import { AppError } from '../common/index.js';
import { assertSmall } from '../common/metadata-size.js';
import { TEXT_CHARACTERS } from '../protocol/index.js';

/** Refuses with `INVALID` what no room takes, whoever says it. Text of 4,000 characters has at most 16,000 bytes: one limit serves for both. */
export function assertSendable({ text, metadata }: { text: string; metadata?: Record<string, unknown> }): void {
  if (text === '') throw refusal('text', 'text must not be empty');
  if (isLongerThan(text, TEXT_CHARACTERS)) throw refusal('text', `text must have at most ${TEXT_CHARACTERS} characters`);
  assertSmall(metadata);
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
