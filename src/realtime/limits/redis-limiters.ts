import type { OnApplicationShutdown } from '@nestjs/common';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { Limiters, type Window } from './limiters.js';
import type { Pauses } from './pauses.js';
import { RedisCounts } from './redis-counts.js';
import { SharedLimiter } from './shared-limiter.js';
import { SharedPauses } from './shared-pauses.js';

/** Those of several nodes count in Redis. */
export class RedisLimiters extends Limiters implements OnApplicationShutdown {
  private readonly counts: RedisCounts;

  constructor(url: string) {
    super();
    this.counts = new RedisCounts(url);
  }

  /** Whether counts are those of all nodes at this moment. */
  get isShared(): boolean {
    return this.counts.isShared;
  }

  window(window: Window): RateLimiterAbstract {
    return new SharedLimiter(this.counts, window);
  }

  pauses(name: string, free: number): Pauses {
    return new SharedPauses(this.counts, name, free);
  }

  onApplicationShutdown(): void {
    this.counts.close();
  }
}
