import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';
import type { Window } from './limiters.js';
import type { Count, RedisCounts } from './redis-counts.js';

/**
 * The library's limiter in Redis, with its questions asked together with those of others. While Redis is away it counts in memory; a key
 * that is over its limit is refused from memory until its window ends, so that a flood is no work for Redis.
 */
export class SharedLimiter extends RateLimiterRedis {
  constructor(
    private readonly counts: RedisCounts,
    { name, points, seconds, givesBack = false }: Window,
  ) {
    super({
      storeClient: counts,
      keyPrefix: `lyceum:rate:${name}`,
      points,
      duration: seconds,
      insuranceLimiter: new RateLimiterMemory({ points, duration: seconds }),
      ...(givesBack ? {} : { inMemoryBlockOnConsumed: points + 1 }),
    });
  }

  /** Called by the library: adds to what is counted under the key. Redis takes whole milliseconds alone; a burst by a rate need not be whole. */
  protected _upsert(key: string, points: number, ms: number): Promise<Count> {
    return this.counts.count(key, points, Math.ceil(ms));
  }

  /** Called by the library: what is counted under the key, null where nothing is. */
  protected async _get(key: string): Promise<Count | null> {
    const count = await this.counts.count(key, 0, 0);
    return count[0] === 0 ? null : count;
  }
}
