import { AppError, isUuid } from '../../common/index.js';
import { cursorOf, partsOf } from '../../common/cursor.js';

/** Where a page of a feed ended. */
export interface FeedPlace {
  readonly createdAt: Date;
  readonly id: string;
}

export function cursorAt({ createdAt, id }: FeedPlace): string {
  return cursorOf([createdAt.toISOString(), id]);
}

/** Years that the database can read as JavaScript writes them. */
const FOUR_DIGITS = /^[1-9]\d{3}-/;

/** Throws `INVALID` for what `cursorAt` never gave. */
export function placeOf(cursor: string): FeedPlace {
  const [time, id, ...more] = partsOf(cursor) ?? [];
  const createdAt = new Date(typeof time === 'string' && FOUR_DIGITS.test(time) ? time : NaN);
  if (!isUuid(id) || more.length > 0 || Number.isNaN(createdAt.getTime())) {
    throw new AppError('INVALID', { field: 'before', message: 'before must be the cursor of a page' });
  }
  return { createdAt, id };
}
