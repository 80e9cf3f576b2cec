import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError, networkOf } from '../common/index.js';
import { AppConfig } from '../config/index.js';

const HOUR_SECONDS = 3_600;

/** How many sessions may be made over HTTP, where nobody need be signed in: what is counted is the network. */
@Injectable()
export class SessionCreationLimit {
  private readonly perNetwork: RateLimiterMemory;

  constructor({ limits }: AppConfig) {
    this.perNetwork = new RateLimiterMemory({ points: limits.createPerHour, duration: HOUR_SECONDS });
  }

  /** Counts one session. Throws `RATE_LIMITED`. */
  async admit(address: string): Promise<void> {
    try {
      await this.perNetwork.consume(networkOf(address));
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      throw new AppError('RATE_LIMITED', { retryAfterMs: refused.msBeforeNext });
    }
  }
}
