import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { BodyPipe } from '../../common/body.pipe.js';
import { Refuses } from '../../common/documented.js';
import type { AuditPage } from '../../protocol/index.js';
import { RateLimits, type Asker } from '../../realtime/index.js';
import { adminOf } from '../administration/admin-of.js';
import { ListAuditDto } from '../dto/audit.dto.js';
import { BearerGuard } from '../http/bearer.guard.js';
import { CurrentAsker } from '../http/current-asker.decorator.js';
import { AuditLog } from './audit-log.js';

/** Who did what with more rights than a person has. */
@Controller('api/admin/audit')
@UseGuards(BearerGuard)
@Refuses('FORBIDDEN')
export class AuditController {
  constructor(
    private readonly log: AuditLog,
    private readonly rates: RateLimits,
  ) {}

  /** What administrators, the command line and API keys did, newest first. For administrators. */
  @Get()
  async listAudit(@CurrentAsker() asker: Asker, @Query(new BodyPipe(ListAuditDto)) question: ListAuditDto): Promise<AuditPage> {
    await this.rates.admit(asker, 'read', 'refuse');
    return this.log.list(adminOf(asker), question);
  }
}
