import { Injectable, Logger } from '@nestjs/common';
import { BatchLoader } from '../../common/batch-loader.js';
import type { Transaction } from '../../database/index.js';
import type { AuditEvent } from './audit-event.js';
import { AuditRepository } from './audit.repository.js';

/** Events written by one statement. */
const AT_ONCE = 500;

/** Keeps who did what with more rights than a person has. */
@Injectable()
export class Audit {
  private readonly logger = new Logger('Audit');
  private readonly writing: BatchLoader<AuditEvent, undefined>;

  constructor(private readonly repository: AuditRepository) {
    this.writing = new BatchLoader(async (events) => {
      await this.repository.add(events);
      return events.map(() => undefined);
    }, AT_ONCE);
  }

  /** Resolves when it is kept. What was done is done: where that can't be kept now, it is in the log. */
  async record(event: AuditEvent): Promise<void> {
    try {
      await this.writing.find(event);
    } catch (error) {
      this.logger.error({ err: error, event }, 'What was done could not be kept for the audit');
    }
  }

  /** In the transaction that does it: there is none without the other. */
  recordIn(tx: Transaction, event: AuditEvent): Promise<void> {
    return this.repository.add([event], tx);
  }
}
