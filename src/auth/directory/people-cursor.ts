import { isStorable } from '../../common/index.js';

/** Where somebody stands among the people found: by what they were found by, and of several by id. */
export interface PersonPlace {
  readonly key: string;
  readonly id: string;
}

/** Text that a client hands back as it is. */
export function cursorAt({ key, id }: PersonPlace): string {
  return Buffer.from(JSON.stringify([key, id])).toString('base64url');
}

/** Undefined for what `cursorAt` never gave. */
export function placeOf(cursor: string): PersonPlace | undefined {
  const parts = parsed(Buffer.from(cursor, 'base64url').toString());
  if (!Array.isArray(parts) || parts.length !== 2) return undefined;
  const [key, id] = parts as [unknown, unknown];
  if (typeof key !== 'string' || typeof id !== 'string' || !isStorable(key) || !isStorable(id)) return undefined;
  return { key, id };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
