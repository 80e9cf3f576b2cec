import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { DomainEvents, type MessageReached } from '../../common/index.js';
import { retryIdempotent } from '../../database/index.js';
import { Receipts } from '../receipts/receipts.js';
import { MissedRepository } from './missed.repository.js';

/** Marks of one statement. */
const BATCH = 500;
/** Marks that may wait while the database is away; past it the oldest are given up, and what they stand for is handed out once more. */
const WAITING = 10_000;
/** How long the database may be away until marks are given up. */
const RETRY = { attempts: 100, withinMs: 60_000 };

/** Neither a stop nor somebody who comes back waits longer than that for a database that is away. */
const FAREWELL_MS = 2_000;
const STEP_MS = 5;

/** Moves people's delivered marks when a message goes out to one of their devices whose client can't say so itself. */
@Injectable()
export class Arrivals implements OnModuleDestroy {
  private readonly logger = new Logger('Arrivals');
  private waiting = new Map<string, MessageReached>();
  /** How many marks of a person wait or are being moved. */
  private readonly pending = new Map<string, number>();
  private work: Promise<void> | undefined;

  constructor(
    private readonly missed: MissedRepository,
    private readonly receipts: Receipts,
    events: DomainEvents,
  ) {
    events.on('MessageReached', (reached) => {
      this.put(reached);
    });
  }

  /** What went out before the end counts after it. */
  async onModuleDestroy(): Promise<void> {
    await Promise.race([this.work, delay(FAREWELL_MS)]);
  }

  /**
   * Resolves when what went out to the person on this node until now is stored, so that who comes back at once is not given it again; after
   * 2 s in any case.
   */
  async stored(userId: string): Promise<void> {
    const deadline = performance.now() + FAREWELL_MS;
    while (this.pending.has(userId) && performance.now() < deadline) await delay(STEP_MS);
  }

  private put(reached: MessageReached): void {
    // A room's id holds no space, a user's may.
    const key = `${reached.roomId} ${reached.user.id}`;
    if ((this.waiting.get(key)?.seq ?? 0) >= reached.seq) return;
    if (!this.waiting.delete(key)) this.count(reached, 1);
    this.waiting.set(key, reached);
    const [oldest] = this.waiting;
    if (this.waiting.size > WAITING && oldest !== undefined) this.forget(oldest);
    this.work ??= this.moveAll();
  }

  /** Never throws. What goes out within one turn, and while a statement is under way, is moved together. */
  private async moveAll(): Promise<void> {
    await new Promise(setImmediate);
    while (this.waiting.size > 0) {
      const batch = this.take();
      await this.move(batch);
      for (const reached of batch) this.count(reached, -1);
    }
    this.work = undefined;
  }

  private take(): MessageReached[] {
    const batch = [...this.waiting].slice(0, BATCH);
    for (const [key] of batch) this.waiting.delete(key);
    return batch.map(([, reached]) => reached);
  }

  private forget([key, reached]: [string, MessageReached]): void {
    this.waiting.delete(key);
    this.count(reached, -1);
  }

  private count({ user }: MessageReached, change: number): void {
    const count = (this.pending.get(user.id) ?? 0) + change;
    if (count > 0) this.pending.set(user.id, count);
    else this.pending.delete(user.id);
  }

  private async move(batch: readonly MessageReached[]): Promise<void> {
    const users = new Map(batch.map(({ user }) => [user.id, user]));
    const marks = batch.map(({ roomId, seq, user }) => ({ roomId, seq, userId: user.id }));
    try {
      for (const { userId, ...moved } of await retryIdempotent(() => this.missed.move(marks), RETRY)) {
        const user = users.get(userId);
        if (user !== undefined) this.receipts.moved(moved, user);
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'It could not be stored what was delivered');
    }
  }
}
