import type { ClientStorage } from '../core/surroundings.js';
import type { OutboxEntry } from './entry.js';

const STEM = 'lyceum:outbox:';

/** What waits to be sent, kept over a reload: each message by itself, so that tabs don't write over each other's. */
export class StoredEntries {
  constructor(
    private readonly storage: ClientStorage,
    private readonly userId: string,
  ) {}

  put(entry: OutboxEntry): void {
    const { error: _, ...kept } = entry;
    try {
      this.storage.setItem(this.keyOf(entry), JSON.stringify(kept));
    } catch {
      // Full, or forbidden here: then it lasts as long as the page.
    }
  }

  remove(entry: Pick<OutboxEntry, 'clientId'>): void {
    this.storage.removeItem(this.keyOf(entry));
  }

  /** In the order in which they were written. */
  all(): OutboxEntry[] {
    const stem = this.keyOf({ clientId: '' });
    const entries: OutboxEntry[] = [];
    for (let index = 0; index < this.storage.length; index += 1) {
      const key = this.storage.key(index);
      if (key?.startsWith(stem) !== true) continue;
      const entry = read(this.storage.getItem(key));
      if (entry !== undefined) entries.push(entry);
    }
    return entries.sort((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a.order - b.order));
  }

  private keyOf({ clientId }: Pick<OutboxEntry, 'clientId'>): string {
    return `${STEM}${this.userId}:${clientId}`;
  }
}

function read(text: string | null): OutboxEntry | undefined {
  try {
    const entry = JSON.parse(text ?? '') as OutboxEntry;
    return typeof entry.clientId === 'string' ? { ...entry, error: undefined } : undefined;
  } catch {
    return undefined;
  }
}
