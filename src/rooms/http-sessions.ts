import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from '../common/index.js';
import { AppConfig } from '../config/index.js';
import type { CreateRoom as Wishes, Room, User } from '../protocol/index.js';
import { CreateRoom } from './create-room.js';

const HOUR_SECONDS = 3_600;

/** Sessions made over HTTP, where nobody need be signed in: what is counted is the address. */
@Injectable()
export class HttpSessions {
  private readonly perAddress: RateLimiterMemory;

  constructor(
    private readonly config: AppConfig,
    private readonly rooms: CreateRoom,
  ) {
    this.perAddress = new RateLimiterMemory({ points: config.limits.createPerHour, duration: HOUR_SECONDS });
  }

  /** Throws `UNAUTHENTICATED` where guests are not allowed and nobody is signed in, `RATE_LIMITED`. */
  async create(maker: User | undefined, address: string, wishes: Wishes): Promise<Room> {
    if (maker === undefined && !this.config.auth.guestsAllowed) throw new AppError('UNAUTHENTICATED');
    try {
      await this.perAddress.consume(address);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      throw new AppError('RATE_LIMITED', { retryAfterMs: refused.msBeforeNext });
    }
    return this.rooms.create(maker, wishes);
  }
}
