import { Injectable } from '@nestjs/common';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { networkOf } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';
import { Limiters, orRateLimited, type Pauses } from '../../realtime/index.js';
import { LoginSessionRepository } from '../sessions/login-session.repository.js';

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
  private readonly registrations: RateLimiterAbstract;
  private readonly ofNetwork: RateLimiterAbstract;
  private readonly fromNetwork: Pauses;
  private readonly fromEverywhere: Pauses;
  private readonly refreshes: RateLimiterAbstract;

  constructor(
    { limits }: AppConfig,
    private readonly sessions: LoginSessionRepository,
    limiters: Limiters,
  ) {
    this.registrations = limiters.window({ name: 'registrations', points: limits.registrationsPerHour, seconds: HOUR });
    this.ofNetwork = limiters.window({ name: 'logins', points: NETWORK_FAILURES, seconds: MEMORY, givesBack: true });
    this.fromNetwork = limiters.pauses('account-and-network', FREE_FAILURES);
    this.fromEverywhere = limiters.pauses('account', FREE_FAILURES_EVERYWHERE);
    this.refreshes = limiters.window({ name: 'refreshes', points: REFRESHES_PER_HOUR, seconds: HOUR });
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
    await this.fromNetwork.attempt(key);
    // Whoever guesses from everywhere must not lock out the person: from where they have been let in before, they wait for nobody.
    const isSlowed = await this.fromEverywhere.isSlowed(usernameKey);
    if (isSlowed && (await this.isFamiliar(usernameKey, network))) return;
    try {
      await this.fromEverywhere.attempt(usernameKey);
    } catch (refusal) {
      // Pauses may have begun only since it was asked.
      if (!isSlowed && (await this.isFamiliar(usernameKey, network))) return;
      // No password was tried.
      await this.fromNetwork.takeBack(key);
      throw refusal;
    }
  }

  async forgive(usernameKey: string, address: string): Promise<void> {
    const network = networkOf(address);
    await Promise.all([
      this.fromNetwork.forget(accountKey(usernameKey, network)),
      this.fromEverywhere.takeBack(usernameKey),
      this.ofNetwork.reward(network),
    ]);
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
