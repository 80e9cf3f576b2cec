import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Sweeping } from '../../common/sweeping.js';
import { AppConfig } from '../../config/index.js';
import { ConnectionTable } from '../../realtime/index.js';
import { DueRepository } from './due.repository.js';

/** Looks in the shorter grace: one that fails takes nobody away. */
const LOOKS_IN_GRACE = 5;
const LONGEST_PAUSE_MS = 5_000;

/**
 * Each node says of the people on whom live requests depend that they are here, as long as they have a live device on it. In the
 * database, so that a node that dies takes nothing with it but its own word.
 */
@Injectable()
export class Sightings implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Help');
  private readonly graceMs: number;
  private readonly looking: Sweeping;
  /** When the last look was done, by `performance.now()`. */
  private lookedAt = -Infinity;

  constructor(
    { help }: AppConfig,
    private readonly repository: DueRepository,
    private readonly connections: ConnectionTable,
  ) {
    this.graceMs = Math.min(help.mentorGraceMs, help.studentGraceMs);
    const pauseMs = Math.min(this.graceMs / LOOKS_IN_GRACE, LONGEST_PAUSE_MS);
    this.looking = new Sweeping(
      () => this.look(),
      pauseMs,
      (error) => {
        this.logger.warn({ err: error }, 'It could not be said who is here; the next look will');
      },
    );
  }

  onApplicationBootstrap(): void {
    this.looking.start();
  }

  onModuleDestroy(): void {
    this.looking.stop();
  }

  /** Whether this node has looked lately: only then it may say that somebody is gone. */
  get isFresh(): boolean {
    return performance.now() - this.lookedAt < this.graceMs / 2;
  }

  private async look(): Promise<void> {
    // It has just started, or the database was away: others may not have been able to say who is with them either.
    if (!this.isFresh) await this.repository.seenAll();
    else {
      const here = (await this.repository.findDependedOn()).filter(({ userId }) => this.connections.countOf(userId) > 0);
      if (here.length > 0) await this.repository.seen(here.map(({ requestId }) => requestId));
    }
    this.lookedAt = performance.now();
  }
}
