import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { AppError, networkOf } from '../common/index.js';
import type { LimitsConfig } from '../config/index.js';
import type { Limiters } from '../realtime/index.js';

const WINDOW_SECONDS = 600;
const BREAKER_SECONDS = 60;
/** The one key of the breaker. */
const EVERYBODY = 'all';

/** Who tries a code. */
export interface Guesser {
  readonly address: string;
  /** Absent where nobody is signed in. */
  readonly userId?: string;
}

/** A code that let people in once: no guess, and no way in any more. */
export const RETIRED = Symbol('retired');

/** How a code is tried. */
export interface Trial<T extends object | true> {
  readonly look: () => Promise<T | typeof RETIRED | undefined>;
  /** Whether whoever tries is somebody there already, whom others' wrong codes must not keep out; absent: nobody is. */
  readonly belongs?: (found: T) => Promise<boolean>;
}

/**
 * Limits how many wrong codes may be tried: by an address, by a person, and by everybody together.
 *
 * Past their own limit an address or a person is refused for the rest of ten minutes, right codes included; only who belongs where
 * the code leads is let in past the limit of the address, which they share with others. Limits per address
 * fail against a thousand addresses, so that there is a breaker: after `failedCodesGlobal` wrong codes in a minute, and until
 * that minute is over, whoever has had a wrong code in the last ten minutes is refused unseen. Whoever has had none may try:
 * a right code works, so that a class can begin while somebody is guessing; a wrong one is answered like a refusal and uses the
 * one chance up. An address has then one guess in ten minutes, which makes a thousand of them slower than ten are otherwise.
 */
export class CodeAttempts {
  private readonly byAddress: RateLimiterAbstract;
  private readonly byUser: RateLimiterAbstract;
  private readonly byAll: RateLimiterAbstract;

  constructor(
    private readonly limits: Pick<LimitsConfig, 'failedCodesPerAddress' | 'failedCodesPerUser' | 'failedCodesGlobal'>,
    limiters: Limiters,
  ) {
    const window = (name: string, points: number, seconds: number) => limiters.window({ name: `codes-${name}`, points, seconds });
    this.byAddress = window('address', limits.failedCodesPerAddress, WINDOW_SECONDS);
    this.byUser = window('user', limits.failedCodesPerUser, WINDOW_SECONDS);
    this.byAll = window('all', limits.failedCodesGlobal, BREAKER_SECONDS);
  }

  /**
   * Tries the code, and counts it when it never was one. Throws `RATE_LIMITED` before looking where looking can't help, and again
   * after it: of many guesses at the same time only as many may learn something as one after the other would have.
   */
  async attempt<T extends object | true>(guesser: Guesser, { look, belongs }: Trial<T>): Promise<T | undefined> {
    const before = await this.admit(guesser);
    if (before !== undefined && belongs === undefined) throw before;
    const found = await look();
    if (typeof found === 'object' || found === true) {
      const refusal = await this.admit(guesser);
      if (refusal !== undefined && (await belongs?.(found)) !== true) throw refusal;
      return found;
    }
    if (before !== undefined) throw before;
    if (found === undefined) await this.fail(guesser);
    return undefined;
  }

  /** Throws what holds for everybody; gives the refusal of the address alone. */
  private async admit({ address, userId }: Guesser): Promise<AppError | undefined> {
    const [ofAddress, ofUser, ofAll] = await Promise.all([
      this.byAddress.get(networkOf(address)),
      userId === undefined ? null : this.byUser.get(userId),
      this.byAll.get(EVERYBODY),
    ]);
    throwIf(refusalAt(ofUser, this.limits.failedCodesPerUser));
    const isClean = (ofAddress?.consumedPoints ?? 0) === 0 && (ofUser?.consumedPoints ?? 0) === 0;
    if (!isClean) throwIf(refusalAt(ofAll, this.limits.failedCodesGlobal));
    return refusalAt(ofAddress, this.limits.failedCodesPerAddress);
  }

  private async fail({ address, userId }: Guesser): Promise<void> {
    const counted = [
      this.byAddress.consume(networkOf(address)),
      ...(userId === undefined ? [] : [this.byUser.consume(userId)]),
      this.byAll.consume(EVERYBODY),
    ];
    const refused = (await Promise.allSettled(counted)).flatMap((result) => {
      if (result.status === 'fulfilled') return [];
      if (result.reason instanceof RateLimiterRes) return [result.reason.msBeforeNext];
      throw result.reason;
    });
    if (refused.length > 0) throw new AppError('RATE_LIMITED', { retryAfterMs: Math.max(...refused) });
  }
}

function refusalAt(counted: RateLimiterRes | null, limit: number): AppError | undefined {
  if (counted === null || counted.consumedPoints < limit) return undefined;
  return new AppError('RATE_LIMITED', { retryAfterMs: counted.msBeforeNext });
}

function throwIf(refusal: AppError | undefined): void {
  if (refusal !== undefined) throw refusal;
}
