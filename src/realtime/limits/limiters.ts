import { RateLimiterMemory, RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { AppError } from '../../common/index.js';
import { GrowingPauses } from './growing-pauses.js';
import type { Pauses } from './pauses.js';

/** How often something may be done under one key. */
export interface Window {
  /** Tells its counts from others'; one on all nodes. */
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
  /** Whether counts are taken back; then a key that is over its limit may come free before its window ends. */
  readonly givesBack?: boolean;
}

/** Makes everything that counts people, addresses and keys of APIs: so that it is counted for all nodes together where there are several. */
export abstract class Limiters {
  abstract window(window: Window): RateLimiterAbstract;
  /** @param free how many may fail before pauses begin. */
  abstract pauses(name: string, free: number): Pauses;
}

/** Those of a single node count in its memory. */
export class LocalLimiters extends Limiters {
  window({ points, seconds }: Window): RateLimiterAbstract {
    return new RateLimiterMemory({ points, duration: seconds });
  }

  pauses(_name: string, free: number): Pauses {
    return new GrowingPauses(free);
  }
}

/** Throws `RATE_LIMITED` where what was counted is over its limit. */
export async function orRateLimited(consumed: Promise<RateLimiterRes>): Promise<void> {
  try {
    await consumed;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    throw new AppError('RATE_LIMITED', { retryAfterMs: Math.max(1, refused.msBeforeNext) });
  }
}
