import { AppError } from '../../common/index.js';
import { LONGEST_PAUSE_MS, MEMORY_MS, type Pauses } from './pauses.js';

/** Keys remembered at most; of more, the one that was tried longest ago is forgotten. */
const KEYS = 20_000;

interface Failures {
  count: number;
  readonly until: number;
  pausedUntil: number;
}

/** Lets a few attempts fail, then makes pauses between them that double up to five minutes. */
export class GrowingPauses implements Pauses {
  private readonly keys = new Map<string, Failures>();

  constructor(private readonly free: number) {}

  isSlowed(key: string): boolean {
    return (this.current(key)?.count ?? 0) >= this.free;
  }

  attempt(key: string): void {
    const now = performance.now();
    const failures = this.current(key) ?? { count: 0, until: now + MEMORY_MS, pausedUntil: 0 };
    this.remember(key, failures);
    if (failures.pausedUntil > now) throw new AppError('RATE_LIMITED', { retryAfterMs: failures.pausedUntil - now });
    failures.count += 1;
    const excess = failures.count - this.free;
    if (excess > 0) failures.pausedUntil = now + Math.min(1_000 * 2 ** excess, LONGEST_PAUSE_MS);
  }

  takeBack(key: string): void {
    const failures = this.current(key);
    if (failures !== undefined && failures.count > 0) failures.count -= 1;
  }

  forget(key: string): void {
    this.keys.delete(key);
  }

  /** How many keys are remembered. */
  get size(): number {
    return this.keys.size;
  }

  private current(key: string): Failures | undefined {
    const failures = this.keys.get(key);
    return failures !== undefined && failures.until > performance.now() ? failures : undefined;
  }

  /** At the end of the line of those that may be forgotten. */
  private remember(key: string, failures: Failures): void {
    this.keys.delete(key);
    this.keys.set(key, failures);
    if (this.keys.size <= KEYS) return;
    const [oldest] = this.keys.keys();
    if (oldest !== undefined) this.keys.delete(oldest);
  }
}
