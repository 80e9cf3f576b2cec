import { Injectable } from '@nestjs/common';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { networkOf } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';
import { Limiters, orRateLimited } from '../limits/limiters.js';

/** Many people may share one network, such as a school. */
const PEOPLE_OF_A_NETWORK = 10;

/** How often a network may ask what nobody need be signed in for. */
@Injectable()
export class PublicReads {
  private readonly perNetwork: RateLimiterAbstract;

  constructor({ limits }: AppConfig, limiters: Limiters) {
    const points = limits.readPerSecond * PEOPLE_OF_A_NETWORK;
    this.perNetwork = limiters.window({ name: 'public-reads', points, seconds: 1 });
  }

  /** Counts one request. Throws `RATE_LIMITED`. */
  async admit(address: string): Promise<void> {
    await orRateLimited(this.perNetwork.consume(networkOf(address)));
  }
}
