import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Sweeping } from '../../common/sweeping.js';
import { AppConfig } from '../../config/index.js';
import { AuditRepository } from './audit.repository.js';

const SWEEP_MS = 60_000;
/** What one statement removes at most, so that it holds nobody up, and the statements of one sweep. */
const AT_MOST = 5_000;
const STATEMENTS = 20;

/** Forgets what was kept for `AUDIT_DAYS`. */
@Injectable()
export class ExpiredAudit implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Audit');
  private readonly sweeping: Sweeping;

  constructor(
    private readonly config: AppConfig,
    private readonly repository: AuditRepository,
  ) {
    this.sweeping = new Sweeping(
      () => this.sweep(),
      SWEEP_MS,
      (error) => {
        this.logger.warn({ err: error }, 'Old audit events could not be removed now; the next sweep will');
      },
    );
  }

  onApplicationBootstrap(): void {
    this.sweeping.start();
  }

  onModuleDestroy(): void {
    this.sweeping.stop();
  }

  async sweep(): Promise<void> {
    const { auditDays } = this.config.serverApi;
    for (let statements = 0; statements < STATEMENTS; statements += 1) {
      if ((await this.repository.removeOlderThan(auditDays, AT_MOST)) < AT_MOST) return;
    }
  }
}
