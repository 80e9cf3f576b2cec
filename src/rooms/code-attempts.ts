import ipaddr from 'ipaddr.js';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../common/index.js';
import type { LimitsConfig } from '../config/index.js';

const WINDOW_SECONDS = 600;
const BREAKER_SECONDS = 60;

/** Who tries a code. */
export interface Guesser {
  readonly address: string;
  /** Absent where nobody is signed in. */
  readonly userId?: string;
}

/**
 * Limits how many wrong codes may be tried: by an address, by a person, and by everybody together.
 *
 * Past their own limit an address or a person is refused for the rest of ten minutes, right codes included. Limits per address
 * fail against a thousand addresses, so that there is a breaker: after `failedCodesGlobal` wrong codes in a minute, and until
 * that minute is over, whoever has had a wrong code in the last ten minutes is refused unseen. Whoever has had none may try:
 * a right code works, so that a class can begin while somebody is guessing; a wrong one is answered like a refusal and uses the
 * one chance up. An address has then one guess in ten minutes, which makes a thousand of them slower than ten are otherwise.
 */
export class CodeAttempts {
  private readonly byAddress: RateLimiterMemory;
  private readonly byUser: RateLimiterMemory;
  private readonly byAll: RateLimiterMemory;

  constructor(private readonly limits: Pick<LimitsConfig, 'failedCodesPerAddress' | 'failedCodesPerUser' | 'failedCodesGlobal'>) {
    this.byAddress = new RateLimiterMemory({ points: limits.failedCodesPerAddress, duration: WINDOW_SECONDS });
    this.byUser = new RateLimiterMemory({ points: limits.failedCodesPerUser, duration: WINDOW_SECONDS });
    this.byAll = new RateLimiterMemory({ points: limits.failedCodesGlobal, duration: BREAKER_SECONDS });
  }

  /**
   * Looks the code up, and counts it when there is nothing. Throws `RATE_LIMITED` before looking, and again after it: of many
   * guesses at the same time only as many may learn something as one after the other would have.
   */
  async attempt<T>(guesser: Guesser, look: () => Promise<T | undefined>): Promise<T | undefined> {
    await this.admit(guesser);
    const found = await look();
    if (found === undefined) await this.fail(guesser);
    else await this.admit(guesser);
    return found;
  }

  private async admit({ address, userId }: Guesser): Promise<void> {
    const ofAddress = await this.byAddress.get(network(address));
    const ofUser = userId === undefined ? null : await this.byUser.get(userId);
    refuseAt(ofAddress, this.limits.failedCodesPerAddress);
    refuseAt(ofUser, this.limits.failedCodesPerUser);
    const isClean = (ofAddress?.consumedPoints ?? 0) === 0 && (ofUser?.consumedPoints ?? 0) === 0;
    if (!isClean) refuseAt(await this.byAll.get('all'), this.limits.failedCodesGlobal);
  }

  private async fail({ address, userId }: Guesser): Promise<void> {
    const counted = [
      this.byAddress.consume(network(address)),
      ...(userId === undefined ? [] : [this.byUser.consume(userId)]),
      this.byAll.consume('all'),
    ];
    const refused = (await Promise.allSettled(counted)).flatMap((result) => {
      if (result.status === 'fulfilled') return [];
      if (result.reason instanceof RateLimiterRes) return [result.reason.msBeforeNext];
      throw result.reason;
    });
    if (refused.length > 0) throw new AppError('RATE_LIMITED', { retryAfterMs: Math.max(...refused) });
  }
}

function refuseAt(counted: RateLimiterRes | null, limit: number): void {
  if (counted !== null && counted.consumedPoints >= limit) {
    throw new AppError('RATE_LIMITED', { retryAfterMs: counted.msBeforeNext });
  }
}

/** One household or school has a whole /64 of IPv6: counting single addresses there would count nothing. */
function network(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv4' ? parsed.toString() : ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/64`).toString();
}
