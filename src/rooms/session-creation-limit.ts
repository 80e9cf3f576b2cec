import { Injectable } from '@nestjs/common';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { networkOf } from '../common/index.js';
import { AppConfig } from '../config/index.js';
import { Limiters, orRateLimited } from '../realtime/index.js';

const HOUR_SECONDS = 3_600;

/** How many sessions may be made over HTTP, where nobody need be signed in: what is counted is the network. */
@Injectable()
export class SessionCreationLimit {
  private readonly perNetwork: RateLimiterAbstract;

  constructor({ limits }: AppConfig, limiters: Limiters) {
    this.perNetwork = limiters.window({ name: 'sessions', points: limits.createPerHour, seconds: HOUR_SECONDS });
  }

  /** Counts one session. Throws `RATE_LIMITED`. */
  async admit(address: string): Promise<void> {
    await orRateLimited(this.perNetwork.consume(networkOf(address)));
  }
}
