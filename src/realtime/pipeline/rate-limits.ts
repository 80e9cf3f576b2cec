import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';
import type { RateClass } from '../../protocol/index.js';
import type { Connection } from '../connection/connection.js';

/**
 * How often a client may ask: each connection for everything it sends, each person, across devices, by class of
 * command. Keys forget themselves when their window ends.
 */
@Injectable()
export class RateLimits {
  private readonly perConnection: RateLimiterMemory;
  private readonly perUser: Readonly<Record<RateClass, RateLimiterMemory>>;

  constructor({ limits }: AppConfig) {
    const window = (points: number, duration: number) => new RateLimiterMemory({ points, duration });
    this.perConnection = window(limits.commandsPerSecond, 1);
    this.perUser = {
      // A burst, refilled at the steady rate.
      send: window(limits.sendBurst, Math.max(1, limits.sendBurst / limits.sendPerSecond)),
      join: window(limits.joinPerSecond, 1),
      typing: window(limits.typingPerSecond, 1),
      create: window(limits.createPerHour, 3600),
      read: window(limits.readPerSecond, 1),
    };
  }

  /** Counts one frame of the connection, whatever it asks for. */
  async admitFrame(connection: Connection, patient: boolean): Promise<void> {
    await consume(this.perConnection, connection.id, patient);
  }

  /** Counts one command of its class against the person. */
  async admit(connection: Connection, rate: RateClass | null, patient: boolean): Promise<void> {
    if (rate !== null) await consume(this.perUser[rate], connection.user.id, patient);
  }
}

/** Longest time that a patient frame waits in all; past it even an old dialect is told. */
const PATIENCE_MS = 60_000;

async function consume(limiter: RateLimiterMemory, key: string, patient: boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await limiter.consume(key);
      return;
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const wait = Math.max(1, refused.msBeforeNext);
      if (!patient || Date.now() + wait > deadline) throw new AppError('RATE_LIMITED', { retryAfterMs: wait });
      await delay(wait);
    }
  }
}
