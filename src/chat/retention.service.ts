import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { AppConfig } from '../config/index.js';
import { isLockTimeout } from '../database/index.js';
import type { RoomKind } from '../protocol/index.js';
import { RetentionRepository } from './retention.repository.js';

const SWEEP_MS = 600_000;
/** The first one soon after the start: a node that is started again every few minutes must sweep too. */
const FIRST_SWEEP_MS = 5_000;
/** Rooms looked up at once. */
const ROOMS = 200;
/** Messages of one transaction: writing to the room waits for it, with the embedded database everybody does. */
const BATCH = 500;
/** Between two of them others have their turn. */
const PAUSE_MS = 50;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/** Removes messages that are older than `RETENTION_DAYS` says. Numbers are never given out again. */
@Injectable()
export class RetentionService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Retention');
  private readonly stopping = new AbortController();

  constructor(
    private readonly config: AppConfig,
    private readonly repository: RetentionRepository,
  ) {}

  onApplicationBootstrap(): void {
    if (this.kept.length > 0) void this.sweepAgainAndAgain();
  }

  onModuleDestroy(): void {
    this.stopping.abort();
  }

  /** One sweep over all rooms; resolves with how many messages were removed. Ends early where another node is at it, or at a stop. */
  async sweep(): Promise<number> {
    let removed = 0;
    for (const [kind, days] of this.kept) {
      for await (const roomId of this.outdatedRooms(kind, days)) {
        const messages = await this.pruneRoom(roomId, days);
        if (messages === undefined) return removed;
        removed += messages;
      }
    }
    if (removed > 0) this.logger.log({ messages: removed }, 'Messages that were too old were removed');
    return removed;
  }

  private get kept(): [RoomKind, number][] {
    return Object.entries(this.config.chat.retentionDays ?? {}) as [RoomKind, number][];
  }

  private async *outdatedRooms(kind: RoomKind, days: number): AsyncGenerator<string> {
    for (let after = BEFORE_ALL; ;) {
      const rooms = await this.repository.outdatedRooms(kind, days, after, ROOMS);
      yield* rooms;
      const last = rooms.at(-1);
      if (last === undefined) return;
      after = last;
    }
  }

  /** Batch after batch; `undefined` when this sweep is to end. */
  private async pruneRoom(roomId: string, days: number): Promise<number | undefined> {
    let removed = 0;
    while (!this.stopping.signal.aborted) {
      const messages = await this.repository.prune(roomId, days, BATCH).catch((error: unknown) => {
        // A room that is being written to all the time waits for the next sweep.
        if (isLockTimeout(error)) return 0;
        throw error;
      });
      if (messages === undefined) return undefined;
      removed += messages;
      if (messages < BATCH) return removed;
      await this.rest(PAUSE_MS);
    }
    return undefined;
  }

  private async sweepAgainAndAgain(): Promise<void> {
    // A random part, so that nodes that started together don't sweep together.
    for (let ms = FIRST_SWEEP_MS; await this.rest(ms * (0.5 + Math.random() / 2)); ms = SWEEP_MS) {
      try {
        await this.sweep();
      } catch (error) {
        this.logger.warn({ err: error }, 'Old messages could not be removed now; the next sweep will');
      }
    }
  }

  /** False when the node stops meanwhile. */
  private async rest(ms: number): Promise<boolean> {
    try {
      await pause(ms, undefined, { signal: this.stopping.signal, ref: false });
      return true;
    } catch {
      return false;
    }
  }
}
