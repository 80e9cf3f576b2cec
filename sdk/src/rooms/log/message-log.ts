import type { HistoryPage, Message, RoomChanges } from '../../../../src/protocol/index.js';
import { changed, subjectOf, withReaction, type Change } from './change.js';

/** Changes that are kept for a gap to close; past it the gap is asked for whole. */
const HELD = 1_000;
/** Messages that are kept of a lively room, and how many are left when there are more. */
const KEPT = 10_000;
const LEFT = 8_000;

/**
 * What was said in a room, in order and without a gap from the oldest loaded message on. Numbers are the whole truth: everything up to
 * `cursor` is in it, and what comes after a gap waits until that is closed. It may be told everything twice, and in any order.
 */
export class MessageLog {
  /** The last number up to which nothing is missing; undefined before the first page. */
  cursor: number | undefined;
  hasOlder = false;
  /** By their seq; a new list with each change. */
  messages: readonly Message[] = [];
  /** The greatest number ever heard of. */
  private heard = 0;
  private readonly held = new Map<number, Change>();
  /** Changes of messages that are just being loaded, and may have been read before that change. */
  private passed: Change[] | undefined;

  /** Whether something is missing before what was heard of. */
  get hasGap(): boolean {
    return this.cursor !== undefined && this.heard > this.cursor;
  }

  /** Begins, or begins anew, with the newest page; everything up to `lastSeq` was there when it was read. */
  begin({ messages, hasMore }: HistoryPage, lastSeq: number): void {
    this.messages = [...messages];
    this.hasOlder = hasMore;
    this.passed = undefined;
    this.reach(lastSeq);
  }

  /** Takes what was heard, or answered. */
  take(change: Change): void {
    this.heard = Math.max(this.heard, change.seq);
    if (this.cursor === undefined || change.seq > this.cursor + 1) {
      if (this.held.size < HELD) this.held.set(change.seq, change);
      return;
    }
    this.merge(change);
    this.reach(Math.max(this.cursor, change.seq));
  }

  /** Takes an answer to `chat:sync`; false: it has to begin anew. */
  sync({ changes, lastSeq, more, reset }: RoomChanges): boolean {
    if (reset === true || this.cursor === undefined) return false;
    for (const message of changes) this.merge(changed(message));
    const reached = changes.at(-1)?.revisionSeq ?? this.cursor;
    this.reach(Math.max(this.cursor, more ? reached : lastSeq));
    return true;
  }

  /** From here on changes of older messages are remembered, for the page that is being loaded. */
  beginOlder(): void {
    this.passed = [];
  }

  /** Puts the page before the oldest message. */
  older({ messages, hasMore }: HistoryPage): void {
    const oldest = this.messages[0]?.seq ?? Infinity;
    this.messages = [...messages.filter(({ seq }) => seq < oldest), ...this.messages];
    this.hasOlder = hasMore;
    const passed = this.passed ?? [];
    this.passed = undefined;
    for (const change of passed) this.merge(change);
  }

  find(messageId: string): Message | undefined {
    return this.messages[this.indexOf(messageId)];
  }

  /** Forgets everything; it begins with the next page. */
  clear(): void {
    this.cursor = undefined;
    this.heard = 0;
    this.held.clear();
  }

  private reach(seq: number): void {
    this.cursor = seq;
    for (const number of [...this.held.keys()].sort((a, b) => a - b)) {
      if (number > this.cursor + 1) break;
      const change = this.held.get(number);
      this.held.delete(number);
      if (change !== undefined) this.merge(change);
      this.cursor = Math.max(this.cursor, number);
    }
    if (this.messages.length <= KEPT || this.passed !== undefined) return;
    this.messages = this.messages.slice(-LEFT);
    this.hasOlder = true;
  }

  private merge(change: Change): void {
    const index = this.indexOf(subjectOf(change));
    const known = this.messages[index];
    if (known === undefined) this.insert(change);
    else if (known.revisionSeq < change.seq) {
      this.messages = this.messages.with(index, 'message' in change ? change.message : withReaction(known, change.reaction));
    }
  }

  private insert(change: Change): void {
    const oldest = this.messages[0]?.seq;
    const isLoaded = 'message' in change && (!this.hasOlder || (oldest !== undefined && change.message.seq > oldest));
    if (!isLoaded) {
      this.passed?.push(change);
      return;
    }
    const { message } = change;
    const at = this.messages.findLastIndex(({ seq }) => seq < message.seq) + 1;
    this.messages = [...this.messages.slice(0, at), message, ...this.messages.slice(at)];
  }

  /** From the end: what changes is mostly new. */
  private indexOf(messageId: string): number {
    return this.messages.findLastIndex(({ id }) => id === messageId);
  }
}
