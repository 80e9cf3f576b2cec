import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Sweeping } from '../../common/sweeping.js';
import { isUnavailable, retryIdempotent } from '../../database/index.js';
import { LiveAnywhere } from '../audience/live-anywhere.js';
import { Rounds } from '../work/rounds.js';
import { PendingNoticeRepository, type ClaimedNotice } from './pending-notice.repository.js';
import { Settling } from './settling.js';

/** Notices decided together: as many people as one question to the other nodes may name. */
const BATCH = 500;
/** For what a node left behind, and for wake-ups that got lost. */
const LOOK_EVERY_MS = 2_000;
const MOST_ATTEMPTS = 10;

/** Asks of the people who are to be told who is here, and has their notices go where they belong. On every node, each takes others. */
@Injectable()
export class Deciding implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Notifications');
  private readonly rounds = new Rounds(
    () => this.round(),
    (error) => {
      this.logger.warn({ err: error }, 'Nobody could be notified now; trying again');
    },
  );
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
    private readonly settling: Settling,
  ) {}

  onApplicationBootstrap(): void {
    this.looking.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.looking.stop();
    await this.rounds.stop();
  }

  /** There are new ones. */
  wake(): void {
    this.rounds.wake();
  }

  /** Says whether there may be more. */
  private async round(): Promise<boolean> {
    const claimed = await this.notices.claim(BATCH);
    if (claimed.length === 0) return false;
    const notices = claimed.map(({ notice }) => notice);
    const here = await this.audience.among([...new Set(notices.map(({ userId }) => userId))]);
    try {
      // What was done the first time after all is not there to be done again.
      await retryIdempotent(() => this.settling.settle(notices, here));
    } catch (error) {
      if (isUnavailable(error)) throw error;
      for (const one of claimed) await this.settleAlone(one, here);
    }
    // Also what waited for these people's turn, which nobody else may be awake for.
    return true;
  }

  /** One that can't be settled must not hold up the others; it comes again when the claim has run out. */
  private async settleAlone({ notice, attempts }: ClaimedNotice, here: ReadonlySet<string>): Promise<void> {
    try {
      await this.settling.settle([notice], here);
    } catch (error) {
      if (isUnavailable(error)) throw error;
      const isLast = attempts >= MOST_ATTEMPTS;
      this.logger.error({ err: error, kind: notice.kind, isLast }, 'A notice could not be given');
      if (isLast) await this.notices.giveUp(notice.id);
    }
  }
}
