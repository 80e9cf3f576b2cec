import { isStorable } from './text.js';

/** Where a page ended, as text that a client hands back as it is. */
export function cursorOf(place: readonly (string | boolean)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** The same read back: texts that can be stored, and yes or no. Undefined for what `cursorOf` never gave. */
export function partsOf(cursor: string): (string | boolean)[] | undefined {
  const parts = parsed(Buffer.from(cursor, 'base64url').toString());
  return Array.isArray(parts) && parts.every(isPart) ? parts : undefined;
}

function isPart(part: unknown): part is string | boolean {
  return typeof part === 'boolean' || (typeof part === 'string' && isStorable(part));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
