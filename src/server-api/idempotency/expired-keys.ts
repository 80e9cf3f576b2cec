import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Sweeping } from '../../common/sweeping.js';
import { IdempotencyRepository } from './idempotency.repository.js';

const SWEEP_MS = 60_000;
/** What one statement removes at most, so that it holds nobody up, and the statements of one sweep. */
const AT_MOST = 2_000;
const STATEMENTS = 20;

/** Forgets requests of yesterday and their answers. */
@Injectable()
export class ExpiredKeys implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('ServerApi');
  private readonly sweeping = new Sweeping(
    () => this.sweep(),
    SWEEP_MS,
    (error) => {
      this.logger.warn({ err: error }, 'Old idempotency keys could not be removed now; the next sweep will');
    },
  );

  constructor(private readonly repository: IdempotencyRepository) {}

  onApplicationBootstrap(): void {
    this.sweeping.start();
  }

  onModuleDestroy(): void {
    this.sweeping.stop();
  }

  async sweep(): Promise<void> {
    for (let statements = 0; statements < STATEMENTS; statements += 1) {
      if ((await this.repository.removeExpired(AT_MOST)) < AT_MOST) return;
    }
  }
}
