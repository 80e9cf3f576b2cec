import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError, networkOf } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';
import { LoginSessionRepository } from '../sessions/login-session.repository.js';
import { GrowingPauses } from './growing-pauses.js';

const HOUR = 3_600;
/** Failed logins of a network are remembered for so many seconds. */
const MEMORY = 900;
/** Failed logins for one account from one network before pauses begin. */
const FREE_FAILURES = 5;
/** The same over all networks together: so many machines that try a few passwords each are one guesser. */
const FREE_FAILURES_EVERYWHERE = 50;
/** Failed logins of one network, whatever the account: a school mistypes, a machine goes on. */
const NETWORK_FAILURES = 500;
/** A client refreshes once per access token; rows of one that does nothing else are not kept without end. */
const REFRESHES_PER_HOUR = 60;

/** How often one may register, try passwords and refresh. Counted before the work, so that many at once gain nothing. */
@Injectable()
export class AttemptLimits {
  private readonly registrations: RateLimiterMemory;
  private readonly ofNetwork = new RateLimiterMemory({ points: NETWORK_FAILURES, duration: MEMORY });
  private readonly fromNetwork = new GrowingPauses(FREE_FAILURES);
  private readonly fromEverywhere = new GrowingPauses(FREE_FAILURES_EVERYWHERE);
  private readonly refreshes = new RateLimiterMemory({ points: REFRESHES_PER_HOUR, duration: HOUR });

  constructor(
    { limits }: AppConfig,
    private readonly sessions: LoginSessionRepository,
  ) {
    this.registrations = new RateLimiterMemory({ points: limits.registrationsPerHour, duration: HOUR });
  }

  /** Throws `RATE_LIMITED`; so do the others. */
  async admitRegistration(address: string): Promise<void> {
    await orRateLimited(this.registrations.consume(networkOf(address)));
  }

  /** Counts as failed until `forgive` says otherwise. */
  async admitLogin(usernameKey: string, address: string): Promise<void> {
    const network = networkOf(address);
    await orRateLimited(this.ofNetwork.consume(network));
    const key = accountKey(usernameKey, network);
    this.fromNetwork.attempt(key);
    // Whoever guesses from everywhere must not lock out the person: from where they have been let in before, they wait for nobody.
    if (this.fromEverywhere.isSlowed(usernameKey) && (await this.isFamiliar(usernameKey, network))) return;
    try {
      this.fromEverywhere.attempt(usernameKey);
    } catch (refusal) {
      // No password was tried.
      this.fromNetwork.takeBack(key);
      throw refusal;
    }
  }

  async forgive(usernameKey: string, address: string): Promise<void> {
    const network = networkOf(address);
    this.fromNetwork.forget(accountKey(usernameKey, network));
    this.fromEverywhere.takeBack(usernameKey);
    await this.ofNetwork.reward(network);
  }

  /** For a session that exists. */
  async admitRefresh(sid: string): Promise<void> {
    await orRateLimited(this.refreshes.consume(sid));
  }

  private async isFamiliar(usernameKey: string, network: string): Promise<boolean> {
    const addresses = await this.sessions.addressesOf(usernameKey);
    return addresses.some((address) => networkOf(address) === network);
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
