import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Sweeping } from '../../common/sweeping.js';
import { isUnavailable, retryIdempotent } from '../../database/index.js';
import { LiveAnywhere } from '../audience/live-anywhere.js';
import { Rounds } from '../work/rounds.js';
import { PendingNoticeRepository, type ClaimedNotice } from './pending-notice.repository.js';
import { RingingCalls } from './ringing-calls.js';
import { Settling, type IsHere } from './settling.js';
import type { Told } from './told.js';

/** Notices decided together: as many people as one question to the other nodes may name. */
const BATCH = 500;
/** Calls decided together: each is a question of its own. */
const CALLS = 50;
/** For what a node left behind, and for wake-ups that got lost. */
const LOOK_EVERY_MS = 2_000;
const MOST_ATTEMPTS = 10;

/** Asks of the people who are to be told who is here, and has their notices go where they belong. On every node, each takes others. */
@Injectable()
export class Deciding implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Notifications');
  private isTrouble = false;
  private readonly failed = (error: unknown): void => {
    // Once, not at each look for as long as the database is away.
    if (!this.isTrouble) this.logger.warn({ err: error }, 'Nobody could be notified now; trying again');
    this.isTrouble = true;
  };
  private readonly rounds = new Rounds(() => this.round(), this.failed);
  /** What rings waits for nothing else: with a node that can't be reached each question takes seconds. */
  private readonly callRounds = new Rounds(() => this.callRound(), this.failed);
  private readonly looking = new Sweeping(
    () => {
      this.wake();
      return Promise.resolve();
    },
    LOOK_EVERY_MS,
    (error) => {
      this.logger.error({ err: error }, 'Looking for notices failed');
    },
  );

  constructor(
    private readonly notices: PendingNoticeRepository,
    private readonly audience: LiveAnywhere,
    private readonly calls: RingingCalls,
    private readonly settling: Settling,
  ) {}

  onApplicationBootstrap(): void {
    this.looking.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.looking.stop();
    await Promise.all([this.rounds.stop(), this.callRounds.stop()]);
  }

  /** There are these new ones; without them, perhaps some. */
  wake(notices?: readonly Told[]): void {
    if (notices?.every(({ urgent }) => urgent) !== true) this.rounds.wake();
    if (notices?.some(({ urgent }) => urgent) !== false) this.callRounds.wake();
  }

  /** Says whether there may be more. */
  private async round(): Promise<boolean> {
    const claimed = await this.notices.claim(BATCH);
    this.isTrouble = false;
    if (claimed.length === 0) return false;
    const here = await this.audience.among([...new Set(claimed.map(({ notice }) => notice.userId))]);
    await this.settle(claimed, ({ userId }) => here.has(userId));
    // Also what waited for these people's turn, which nobody else may be awake for.
    return true;
  }

  /** Here, for a call, is only who has a device that it rings on. */
  private async callRound(): Promise<boolean> {
    const claimed = await this.notices.claimUrgent(CALLS);
    if (claimed.length === 0) return false;
    const unheard = new Set<string>();
    await Promise.all(
      claimed.map(async ({ notice }) => {
        if (await this.isUnheard(notice)) unheard.add(notice.id);
      }),
    );
    await this.settle(claimed, ({ id }) => !unheard.has(id));
    return claimed.length === CALLS;
  }

  private async isUnheard({ userId, data }: Told): Promise<boolean> {
    try {
      return await this.calls.isUnheard(String(data.callId), userId);
    } catch (error) {
      if (isUnavailable(error)) throw error;
      this.logger.error({ err: error }, 'Whether a call rings could not be found out; it is pushed');
      return true;
    }
  }

  private async settle(claimed: readonly ClaimedNotice[], isHere: IsHere): Promise<void> {
    const notices = claimed.map(({ notice }) => notice);
    try {
      // What was done the first time after all is not there to be done again.
      await retryIdempotent(() => this.settling.settle(notices, isHere));
    } catch (error) {
      if (isUnavailable(error)) throw error;
      for (const one of claimed) await this.settleAlone(one, isHere);
    }
  }

  /** One that can't be settled must not hold up the others; it comes again when the claim has run out. */
  private async settleAlone({ notice, attempts }: ClaimedNotice, isHere: IsHere): Promise<void> {
    try {
      await this.settling.settle([notice], isHere);
    } catch (error) {
      if (isUnavailable(error)) throw error;
      const isLast = attempts >= MOST_ATTEMPTS;
      this.logger.error({ err: error, kind: notice.kind, isLast }, 'A notice could not be given');
      if (isLast) await this.notices.giveUp(notice.id);
    }
  }
}
