import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError, networkOf } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';

/** Many people may share one network, such as a school. */
const PEOPLE_OF_A_NETWORK = 10;

/** How often a network may ask what nobody need be signed in for. */
@Injectable()
export class PublicReads {
  private readonly perNetwork: RateLimiterMemory;

  constructor({ limits }: AppConfig) {
    this.perNetwork = new RateLimiterMemory({ points: limits.readPerSecond * PEOPLE_OF_A_NETWORK, duration: 1 });
  }

  /** Counts one request. Throws `RATE_LIMITED`. */
  async admit(address: string): Promise<void> {
    try {
      await this.perNetwork.consume(networkOf(address));
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      throw new AppError('RATE_LIMITED', { retryAfterMs: refused.msBeforeNext });
    }
  }
}
