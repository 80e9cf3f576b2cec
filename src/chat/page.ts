import type { HistoryPage, Message } from '../protocol/index.js';

/** A page of long messages ends early, so that no answer is more than a connection may have queued. */
export const PAGE_BYTES = 384 * 1024;

/**
 * The first of these messages that fit, one in any case where any may be given at all.
 * @param bytes of the messages as JSON
 */
export function cutPage(messages: readonly Message[], { count, bytes }: { count: number; bytes: number }): HistoryPage {
  const page: Message[] = [];
  let size = 0;
  for (const message of messages.slice(0, count)) {
    size += Buffer.byteLength(JSON.stringify(message));
    if (size > bytes && page.length > 0) break;
    page.push(message);
  }
  return { messages: page, hasMore: page.length < messages.length };
}
