import { Injectable } from '@nestjs/common';
import { OldRows } from '../../common/old-rows.js';
import { AppConfig } from '../../config/index.js';
import { AuditRepository } from './audit.repository.js';

const AT_MOST = 5_000;

/** Forgets what was kept for `AUDIT_DAYS`. */
@Injectable()
export class ExpiredAudit extends OldRows {
  constructor({ serverApi }: AppConfig, repository: AuditRepository) {
    super('audit events', AT_MOST, [(atMost) => repository.removeOlderThan(serverApi.auditDays, atMost)]);
  }
}
