import { AppError } from '../../common/index.js';
import { GrowingPauses } from './growing-pauses.js';
import { LONGEST_PAUSE_MS, MEMORY_MS, type Pauses } from './pauses.js';
import type { RedisCounts } from './redis-counts.js';

/** Growing pauses in Redis; while it is away this node makes its own. */
export class SharedPauses implements Pauses {
  private readonly own: GrowingPauses;

  constructor(
    private readonly counts: RedisCounts,
    private readonly name: string,
    private readonly free: number,
  ) {
    this.own = new GrowingPauses(free);
  }

  async isSlowed(key: string): Promise<boolean> {
    const answer = await this.ask(key, 'slowed', this.free);
    return answer === undefined ? this.own.isSlowed(key) : answer === 1;
  }

  async attempt(key: string): Promise<void> {
    const pauseMs = await this.ask(key, 'attempt', this.free, MEMORY_MS, LONGEST_PAUSE_MS);
    if (pauseMs === undefined) this.own.attempt(key);
    else if (pauseMs > 0) throw new AppError('RATE_LIMITED', { retryAfterMs: pauseMs });
  }

  async takeBack(key: string): Promise<void> {
    if ((await this.ask(key, 'back')) === undefined) this.own.takeBack(key);
  }

  async forget(key: string): Promise<void> {
    this.own.forget(key);
    await this.ask(key, 'forget');
  }

  /** Undefined while Redis is away. */
  private ask(key: string, ...what: (string | number)[]): Promise<number | undefined> {
    return this.counts.pause(`lyceum:pause:${this.name}:${key}`, ...what).catch(() => undefined);
  }
}
