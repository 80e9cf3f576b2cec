import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { BearerGuard, CurrentAsker, People } from '../auth/index.js';
import { BodyPipe } from '../common/body.pipe.js';
import type { OnlinePage, PeoplePage } from '../protocol/index.js';
import { OnlinePeople } from '../presence/index.js';
import { RateLimits, type Asker } from '../realtime/index.js';
import { ListUsersDto } from './dto/list-users.dto.js';

const DEFAULT_LIMIT = 50;

/** Other people: those who are online, or, with a query, those of that name. */
@Controller('api/users')
@UseGuards(BearerGuard)
export class UsersController {
  constructor(
    private readonly people: People,
    private readonly online: OnlinePeople,
    private readonly rates: RateLimits,
  ) {}

  /** People who are online, or with `query` those whose name begins so. */
  @Get()
  async list(
    @CurrentAsker() asker: Asker,
    @Query(new BodyPipe(ListUsersDto)) { query, limit, after }: ListUsersDto,
  ): Promise<OnlinePage | PeoplePage> {
    const page = { ...(limit === undefined ? {} : { limit }), ...(after === undefined ? {} : { after }) };
    if (query !== undefined) return this.people.find(asker, { query, ...page });
    await this.rates.admit(asker, 'read', 'refuse');
    return this.online.page({ limit: DEFAULT_LIMIT, ...page });
  }
}
