import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
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

/**
 * Looks up what those who come have chosen: while one query runs, the next people gather for one more, so that thousands who come
 * together are a few queries.
 */
@Injectable()
export class StoredPresences implements OnModuleDestroy {
  private readonly logger = new Logger('Presence');
  private readonly wanted = new Map<string, Found>();
  private running: Promise<void> | undefined;
  private retry: NodeJS.Timeout | undefined;

  constructor(private readonly presences: PresenceRepository) {}

  /** Calls back once it is found, however long the database is away; of several calls for a person the last one. */
  lookUp(userId: string, found: Found): void {
    this.wanted.set(userId, found);
    if (this.retry === undefined) this.running ??= this.run();
  }

  /** Nobody waits for it any more. */
  forget(userId: string): void {
    this.wanted.delete(userId);
  }

  /** Resolves when everybody asked for until now was looked for, found or not. */
  async settled(): Promise<void> {
    await this.running;
  }

  onModuleDestroy(): void {
    this.wanted.clear();
    clearTimeout(this.retry);
  }

  private async run(): Promise<void> {
    try {
      while (this.wanted.size > 0) await this.findSome();
    } catch (error) {
      this.logger.warn({ err: error }, 'How people chose to be seen could not be looked up; until it is, nobody sees them');
      this.retry = setTimeout(() => {
        this.retry = undefined;
        if (this.wanted.size > 0) this.running = this.run();
      }, RETRY_MS).unref();
    } finally {
      this.running = undefined;
    }
  }

  private async findSome(): Promise<void> {
    const batch = [...this.wanted].slice(0, AT_ONCE);
    const records = await this.presences.find(batch.map(([userId]) => userId));
    for (const [userId, found] of batch) {
      // They may have gone and come again meanwhile, and are asked for anew.
      if (this.wanted.get(userId) !== found) continue;
      this.wanted.delete(userId);
      found(records.get(userId) ?? NOTHING_CHOSEN);
    }
  }
}
