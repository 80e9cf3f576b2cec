import type { OutboxEntry } from '../outbox/entry.js';
import type { LiveOutbox } from '../outbox/live-outbox.js';
import type { MessageLog } from './log/message-log.js';

/** Our messages of a room that are not in its log yet: those that wait, and those that were said a moment ago. */
export class Echoes {
  /** Answered, but something is missing before them. */
  private settling: readonly OutboxEntry[] = [];

  constructor(
    private readonly outbox: LiveOutbox,
    private readonly isOurs: (entry: OutboxEntry) => boolean,
  ) {}

  /** It was said; it stays until the log has it. */
  settle(entry: OutboxEntry): void {
    this.settling = [...this.settling, entry];
  }

  /** In the order in which they were written. */
  entries(log: MessageLog): readonly OutboxEntry[] {
    if (this.settling.length > 0) {
      const there = new Set(log.messages.map(({ clientId }) => clientId));
      this.settling = this.settling.filter(({ clientId }) => !there.has(clientId));
    }
    const settling = new Set(this.settling.map(({ clientId }) => clientId));
    const waiting = this.outbox.get().filter((entry) => this.isOurs(entry) && !settling.has(entry.clientId));
    return [...this.settling, ...waiting];
  }
}
