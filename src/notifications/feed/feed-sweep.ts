import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Sweeping } from '../../common/sweeping.js';
import { AppConfig } from '../../config/index.js';
import { NotificationRepository } from './notification.repository.js';

const SWEEP_MS = 600_000;
/** Rows of one statement: with the embedded database everybody waits for it. */
const BATCH = 1_000;

/** Removes notifications that are older than `NOTIFICATIONS_DAYS` says. Several nodes may do it at the same time. */
@Injectable()
export class FeedSweep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Notifications');
  private isStopping = false;
  private readonly sweeping = new Sweeping(
    () => this.sweep(),
    SWEEP_MS,
    (error) => {
      this.logger.warn({ err: error }, 'Old notifications could not be removed now; the next sweep will');
    },
  );

  constructor(
    private readonly config: AppConfig,
    private readonly repository: NotificationRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.sweeping.start();
  }

  onModuleDestroy(): void {
    this.isStopping = true;
    this.sweeping.stop();
  }

  async sweep(): Promise<void> {
    let removed = BATCH;
    while (removed === BATCH && !this.isStopping) removed = await this.repository.prune(this.config.notifications.days, BATCH);
  }
}
