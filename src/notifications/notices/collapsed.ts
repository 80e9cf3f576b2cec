import type { Notice } from './notice.js';

type Placed = Pick<Notice, 'id' | 'userId' | 'collapseKey'>;

/** What of several notices in one place is left. */
export interface Collapsed<N extends Notice> {
  /** The last of them. */
  readonly notice: N;
  readonly count: number;
}

/** Of one person and key there is one place; a notice without a key has one of its own. */
export function placeOf({ id, userId, collapseKey }: Placed): string {
  return JSON.stringify(collapseKey === null ? [id] : [userId, collapseKey]);
}

export function collapse<N extends Notice>(notices: readonly N[]): Collapsed<N>[] {
  const left = new Map<string, Collapsed<N>>();
  for (const notice of notices) {
    const place = placeOf(notice);
    left.set(place, { notice, count: (left.get(place)?.count ?? 0) + 1 });
  }
  return [...left.values()];
}
