import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { BatchLoader } from '../../common/batch-loader.js';
import type { PresenceRecord } from '../../common/index.js';
import { PresenceRepository } from './presence.repository.js';

/** People asked for in one query. */
const AT_ONCE = 1_000;
const RETRY_MS = 1_000;

/** Of somebody who never chose anything. */
export const NOTHING_CHOSEN: PresenceRecord = {
  hiddenSince: null,
  statusText: null,
  statusUntil: null,
  lastSeenAt: null,
  revision: 0,
};

type Found = (record: PresenceRecord) => void;

/** Looks up what those who come have chosen, however long the database is away. */
@Injectable()
export class StoredPresences implements OnModuleDestroy {
  private readonly logger = new Logger('Presence');
  private readonly loader = new BatchLoader((userIds: readonly string[]) => this.findAll(userIds), AT_ONCE);
  private readonly wanted = new Map<string, Found>();
  private readonly searches = new Set<Promise<void>>();
  private retry: NodeJS.Timeout | undefined;

  constructor(private readonly presences: PresenceRepository) {}

  /** Calls back once it is found; of several calls for a person the last one. */
  lookUp(userId: string, found: Found): void {
    this.wanted.set(userId, found);
    if (this.retry === undefined) this.search(userId, found);
  }

  /** Nobody waits for it any more. */
  forget(userId: string): void {
    this.wanted.delete(userId);
  }

  /** Resolves when everybody asked for until now was looked for, found or not. */
  async settled(): Promise<void> {
    await Promise.all(this.searches);
  }

  onModuleDestroy(): void {
    this.wanted.clear();
    clearTimeout(this.retry);
  }

  private search(userId: string, found: Found): void {
    const search = this.loader
      .find(userId)
      .then((record) => {
        // They may have gone and come again meanwhile, and are asked for anew.
        if (this.wanted.get(userId) !== found) return;
        this.wanted.delete(userId);
        found(record);
      })
      .catch((error: unknown) => {
        this.retryLater(error);
      })
      .finally(() => this.searches.delete(search));
    this.searches.add(search);
  }

  private retryLater(error: unknown): void {
    // Said once for all who were asked for together.
    if (this.retry !== undefined) return;
    this.logger.warn({ err: error }, 'How people chose to be seen could not be looked up; until it is, nobody sees them');
    this.retry = setTimeout(() => {
      this.retry = undefined;
      for (const [userId, found] of this.wanted) this.search(userId, found);
    }, RETRY_MS).unref();
  }

  private async findAll(userIds: readonly string[]): Promise<PresenceRecord[]> {
    const records = await this.presences.find(userIds.filter((userId) => this.wanted.has(userId)));
    return userIds.map((userId) => records.get(userId) ?? NOTHING_CHOSEN);
  }
}
