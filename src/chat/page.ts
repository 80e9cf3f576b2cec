import type { HistoryPage, Message } from '../protocol/index.js';

/** A page of long messages ends early, so that no answer is more than a connection may have queued. */
export const PAGE_BYTES = 384 * 1024;

interface Limits {
  readonly count: number;
  /** As JSON. */
  readonly bytes: number;
}

/** The first of these messages that fit, one in any case where any may be given at all. */
export function cutPage(messages: readonly Message[], limits: Limits): HistoryPage {
  const { page, hasMore } = firstThatFit(messages, limits);
  return { messages: page, hasMore };
}

/** As `cutPage`, of whatever is listed. */
export function firstThatFit<T>(items: readonly T[], { count, bytes }: Limits): { page: T[]; hasMore: boolean } {
  const page: T[] = [];
  let size = 0;
  for (const item of items.slice(0, count)) {
    size += Buffer.byteLength(JSON.stringify(item));
    if (size > bytes && page.length > 0) break;
    page.push(item);
  }
  return { page, hasMore: page.length < items.length };
}
