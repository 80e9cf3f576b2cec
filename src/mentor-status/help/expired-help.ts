import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Sweeping } from '../../common/sweeping.js';
import { AppConfig } from '../../config/index.js';
import { OverRepository } from './over.repository.js';

const SWEEP_MS = 60_000;
/** What one statement removes at most, so that it holds nobody up, and the statements of one sweep. */
const AT_MOST = 1_000;
const STATEMENTS = 20;

/** Forgets requests that have been over for `HELP_DAYS`. */
@Injectable()
export class ExpiredHelp implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Help');
  private readonly sweeping = new Sweeping(
    () => this.sweep(),
    SWEEP_MS,
    (error) => {
      this.logger.warn({ err: error }, 'Old help requests could not be removed now; the next sweep will');
    },
  );

  constructor(
    private readonly config: AppConfig,
    private readonly repository: OverRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.sweeping.start();
  }

  onModuleDestroy(): void {
    this.sweeping.stop();
  }

  async sweep(): Promise<void> {
    for (let statements = 0; statements < STATEMENTS; statements += 1) {
      if ((await this.repository.removeOlderThan(this.config.help.days, AT_MOST)) < AT_MOST) return;
    }
  }
}
