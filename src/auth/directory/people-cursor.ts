import { cursorOf, partsOf } from '../../common/cursor.js';

/** Where somebody stands among the people found: by what they were found by, and of several by id. */
export interface PersonPlace {
  readonly key: string;
  readonly id: string;
}

/** Text that a client hands back as it is. */
export function cursorAt({ key, id }: PersonPlace): string {
  return cursorOf([key, id]);
}

/** Undefined for what `cursorAt` never gave. */
export function placeOf(cursor: string): PersonPlace | undefined {
  const [key, id, ...more] = partsOf(cursor) ?? [];
  return typeof key === 'string' && typeof id === 'string' && more.length === 0 ? { key, id } : undefined;
}
