import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { BearerGuard, CurrentAsker } from '../../auth/index.js';
import { BodyPipe } from '../../common/body.pipe.js';
import type { HelpStats } from '../../protocol/index.js';
import type { Asker } from '../../realtime/index.js';
import { HelpStatsDto } from './dto/help-stats.dto.js';
import { Statistics } from './statistics.js';

/** How help requests went, for administrators. */
@Controller('api/help')
@UseGuards(BearerGuard)
export class HelpStatsController {
  constructor(private readonly statistics: Statistics) {}

  /** How help requests went in a time of at most 92 days, by default the last seven. For administrators. */
  @Get('stats')
  stats(@CurrentAsker() asker: Asker, @Query(new BodyPipe(HelpStatsDto)) request: HelpStatsDto): Promise<HelpStats> {
    return this.statistics.between(asker, request);
  }
}
