import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError, networkOf } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';

const HOUR = 3_600;
/** Failed logins are remembered for so many seconds. */
const MEMORY = 900;
/** Failed logins for one account from one network before pauses begin… */
const FREE_FAILURES = 5;
/** …that double up to so many seconds. */
const LONGEST_PAUSE = 300;
/** Failed logins of one network, whatever the account: a school mistypes, a machine goes on. */
const NETWORK_FAILURES = 500;

/** How often one may register and try passwords. Counted before the work, so that many at once gain nothing. */
@Injectable()
export class AttemptLimits {
  private readonly registrations: RateLimiterMemory;
  private readonly ofNetwork = new RateLimiterMemory({ points: NETWORK_FAILURES, duration: MEMORY });
  private readonly ofAccount = new RateLimiterMemory({ points: FREE_FAILURES, duration: MEMORY });
  private readonly pauses = new RateLimiterMemory({ points: 1, duration: 1 });

  constructor({ limits }: AppConfig) {
    this.registrations = new RateLimiterMemory({ points: limits.registrationsPerHour, duration: HOUR });
  }

  /** Throws `RATE_LIMITED`; so does `admitLogin`. */
  async admitRegistration(address: string): Promise<void> {
    await orRateLimited(this.registrations.consume(networkOf(address)));
  }

  /** Counts as failed until `forgive` says otherwise. */
  async admitLogin(usernameKey: string, address: string): Promise<void> {
    const network = networkOf(address);
    await orRateLimited(this.ofNetwork.consume(network));
    const key = accountKey(usernameKey, network);
    const { consumedPoints } = await this.ofAccount.penalty(key);
    const excess = consumedPoints - FREE_FAILURES;
    if (excess <= 0) return;
    try {
      await orRateLimited(this.pauses.consume(key, 1, { customDuration: Math.min(2 ** excess, LONGEST_PAUSE) }));
    } catch (refusal) {
      // No password was tried, so the next pause does not grow.
      await this.ofAccount.reward(key);
      throw refusal;
    }
  }

  async forgive(usernameKey: string, address: string): Promise<void> {
    const network = networkOf(address);
    const key = accountKey(usernameKey, network);
    await Promise.all([this.ofNetwork.reward(network), this.ofAccount.delete(key), this.pauses.delete(key)]);
  }
}

function accountKey(usernameKey: string, network: string): string {
  return `${network} ${usernameKey}`;
}

async function orRateLimited(consumed: Promise<RateLimiterRes>): Promise<void> {
  try {
    await consumed;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    throw new AppError('RATE_LIMITED', { retryAfterMs: Math.max(1, refused.msBeforeNext) });
  }
}
