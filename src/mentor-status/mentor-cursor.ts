import { isStorable } from '../common/index.js';

/** Where a mentor stands in the list. */
export interface MentorPlace {
  /** Those who are not available stand behind those who are. */
  readonly isBehind: boolean;
  /** Their name, as it is sorted. */
  readonly key: string;
  readonly id: string;
}

/** Text that a client hands back as it is. */
export function cursorAt({ isBehind, key, id }: MentorPlace): string {
  return Buffer.from(JSON.stringify([isBehind, key, id])).toString('base64url');
}

/** Undefined for what `cursorAt` never gave. */
export function placeOf(cursor: string): MentorPlace | undefined {
  const parts = parsed(Buffer.from(cursor, 'base64url').toString());
  if (!Array.isArray(parts) || parts.length !== 3) return undefined;
  const [isBehind, key, id] = parts as [unknown, unknown, unknown];
  if (typeof isBehind !== 'boolean' || !isText(key) || !isText(id)) return undefined;
  return { isBehind, key, id };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && isStorable(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
