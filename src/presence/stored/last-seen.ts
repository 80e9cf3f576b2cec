import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { LastSeenElsewhere } from './last-seen-elsewhere.js';
import { PresenceRepository } from './presence.repository.js';

/** People written in one statement. */
const AT_ONCE = 1_000;
/** Those who go within this time are written together. */
const GATHER_MS = 250;
const RETRY_MS = 1_000;
/** People whose moment waits while the database is away; past it the oldest are lost. */
const WAITING = 100_000;

/** Stores when people were last here, many at once. */
@Injectable()
export class LastSeen implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Presence');
  private readonly waiting = new Map<string, Date>();
  private readonly elsewhere = new LastSeenElsewhere();
  private timer: NodeJS.Timeout | undefined;
  private isStopping = false;

  constructor(private readonly presences: PresenceRepository) {}

  /** That moment is what `of` gives from now on, and will be stored soon: by this node if it is `ours`, else by another. */
  note(userId: string, at: Date, ours: boolean): void {
    if (!ours) {
      this.elsewhere.note(userId, at);
      return;
    }
    this.waiting.delete(userId);
    this.waiting.set(userId, at);
    const [oldest] = this.waiting.keys();
    if (this.waiting.size > WAITING && oldest !== undefined) this.waiting.delete(oldest);
    this.writeIn(GATHER_MS);
  }

  /** What may not be stored yet. */
  of(userId: string): Date | undefined {
    return this.waiting.get(userId) ?? this.elsewhere.of(userId);
  }

  /** After everybody who was here until the end is noted; the database is there until after it. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.timer);
    await this.write();
  }

  private writeIn(ms: number): void {
    if (this.isStopping) return;
    this.timer ??= setTimeout(() => void this.write(), ms).unref();
  }

  private async write(): Promise<void> {
    try {
      while (this.waiting.size > 0) await this.writeSome();
      this.timer = undefined;
    } catch (error) {
      this.logger.warn({ err: error, people: this.waiting.size }, 'When people were last here could not be stored');
      this.timer = undefined;
      this.writeIn(RETRY_MS);
    }
  }

  private async writeSome(): Promise<void> {
    const batch = new Map([...this.waiting].slice(0, AT_ONCE));
    await this.presences.saw(batch);
    for (const [userId, at] of batch) if (this.waiting.get(userId) === at) this.waiting.delete(userId);
  }
}
