import { cursorOf, partsOf } from '../common/cursor.js';

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
  return cursorOf([isBehind, key, id]);
}

/** Undefined for what `cursorAt` never gave. */
export function placeOf(cursor: string): MentorPlace | undefined {
  const [isBehind, key, id, ...more] = partsOf(cursor) ?? [];
  if (typeof isBehind !== 'boolean' || typeof key !== 'string' || typeof id !== 'string' || more.length > 0) return undefined;
  return { isBehind, key, id };
}
