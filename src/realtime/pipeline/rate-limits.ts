import { Injectable } from '@nestjs/common';
import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError, networkOf } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';
import type { RateClass } from '../../protocol/index.js';
import type { Asker } from '../connection/asker.js';
import type { Connection } from '../connection/connection.js';
import { Limiters } from '../limits/limiters.js';
import { FrameRate } from './frame-rate.js';

/** Who asks, as far as it is counted. */
type Counted = Pick<Asker, 'address' | 'byBackend'> & { readonly user: Pick<Asker['user'], 'id' | 'guest'> };

/** What happens to a command over its rate: it is refused, it waits its turn, or (the server's own) it isn't counted. */
export type Pace = 'refuse' | 'wait' | 'free';

/** What is counted for a person: a class of commands, pages of the list of people, which none should copy whole, or uploads. */
type Rate = RateClass | 'people' | 'upload';

/** A guest is somebody new on every connection, so that what they make is counted by network, of which many may share one. */
const GUESTS_OF_A_NETWORK = 10;

/**
 * How often a client may ask: each connection for everything it sends, each person, across devices and nodes, by class of
 * command. Keys forget themselves when their window ends.
 */
@Injectable()
export class RateLimits {
  private readonly perConnection: FrameRate;
  private readonly perUser: Readonly<Record<Rate, RateLimiterAbstract>>;
  private readonly guestsOfNetwork: Readonly<Partial<Record<Rate, RateLimiterAbstract>>>;
  private readonly hurry = new AbortController();

  constructor({ limits }: AppConfig, limiters: Limiters) {
    this.perConnection = new FrameRate(limits.commandsPerSecond);
    const perUser = (name: Rate, points: number, seconds: number) => limiters.window({ name, points, seconds });
    const guestsOfNetwork = (rate: Rate, points: number, seconds: number) =>
      limiters.window({ name: `guests-${rate}`, points: points * GUESTS_OF_A_NETWORK, seconds });
    this.perUser = {
      // A burst, refilled at the steady rate.
      send: perUser('send', limits.sendBurst, Math.max(1, limits.sendBurst / limits.sendPerSecond)),
      join: perUser('join', limits.joinPerSecond, 1),
      typing: perUser('typing', limits.typingPerSecond, 1),
      create: perUser('create', limits.createPerHour, 3600),
      help: perUser('help', limits.helpPerHour, 3600),
      read: perUser('read', limits.readPerSecond, 1),
      manage: perUser('manage', limits.managePerSecond, 1),
      search: perUser('search', limits.searchPerSecond, 1),
      call: perUser('call', limits.callPerMinute, 60),
      signal: perUser('signal', limits.signalPerSecond, 1),
      people: perUser('people', limits.peoplePagesPerHour, 3600),
      upload: perUser('upload', limits.uploadPerMinute, 60),
    };
    // As many wait as there are patient clients.
    setMaxListeners(0, this.hurry.signal);
    this.guestsOfNetwork = {
      create: guestsOfNetwork('create', limits.createPerHour, 3600),
      help: guestsOfNetwork('help', limits.helpPerHour, 3600),
    };
  }

  /** The server is about to stop: nothing waits for its turn any more. */
  stopWaiting(): void {
    this.hurry.abort();
  }

  /** Counts one frame of the connection, whatever it asks for. */
  async admitFrame(connection: Connection, pace: Pace): Promise<void> {
    await admitted(() => this.perConnection.take(connection), pace, this.hurry.signal);
  }

  /** Counts one command of its class, or one HTTP request that does the same, against the person. */
  async admit(asker: Counted, rate: Rate | null, pace: Pace): Promise<void> {
    if (rate === null || pace === 'free' || asker.byBackend === true) return;
    const ofNetwork = asker.user.guest ? this.guestsOfNetwork[rate] : undefined;
    const [limiter, key] = ofNetwork === undefined ? [this.perUser[rate], asker.user.id] : [ofNetwork, networkOf(asker.address)];
    await admitted(() => take(limiter, key), pace, this.hurry.signal);
  }
}

/** Longest time that a patient frame waits in all; past it even an old dialect is told. */
const PATIENCE_MS = 60_000;

/** @param count counts it, and gives for how long it has to wait where it is one too many, else 0 */
async function admitted(count: () => number | Promise<number>, pace: Pace, hurry: AbortSignal): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const wait = await count();
    if (wait === 0) return;
    if (pace !== 'wait' || Date.now() + wait > deadline) throw new AppError('RATE_LIMITED', { retryAfterMs: wait });
    if (hurry.aborted) return;
    await delay(wait, undefined, { signal: hurry }).catch(ignore);
  }
}

async function take(limiter: RateLimiterAbstract, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return Math.max(1, refused.msBeforeNext);
  }
}

function ignore(): void {
  // Woken early.
}
