import { Controller, Get, Header, UseGuards } from '@nestjs/common';
import { adminOf, BearerGuard, CurrentAsker } from '../../../auth/index.js';
import { Refuses } from '../../../common/documented.js';
import type { AdminStats, StatsHistory } from '../../../protocol/index.js';
import { RateLimits, type Asker } from '../../../realtime/index.js';
import { LiveStats } from './live-stats.js';

/** Live numbers for administrators. */
@Controller('api/admin/stats')
@UseGuards(BearerGuard)
@Refuses('FORBIDDEN')
export class AdminStatsController {
  constructor(
    private readonly live: LiveStats,
    private readonly rates: RateLimits,
  ) {}

  /** What goes on now, and how each node is. For administrators. */
  @Get()
  @Header('Cache-Control', 'no-store')
  async statsNow(@CurrentAsker() asker: Asker): Promise<AdminStats> {
    await this.rates.admit(asker, 'read', 'refuse');
    return this.live.now(adminOf(asker));
  }

  /** How it went in the last ten minutes. For administrators. */
  @Get('history')
  @Header('Cache-Control', 'no-store')
  async statsHistory(@CurrentAsker() asker: Asker): Promise<StatsHistory> {
    await this.rates.admit(asker, 'read', 'refuse');
    return this.live.history(adminOf(asker));
  }
}
