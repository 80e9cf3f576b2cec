import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { BodyPipe } from '../../common/body.pipe.js';
import type { PeoplePage } from '../../protocol/index.js';
import type { Asker } from '../../realtime/index.js';
import { FindPeopleDto } from '../dto/find-people.dto.js';
import { BearerGuard } from '../http/bearer.guard.js';
import { CurrentAsker } from '../http/current-asker.decorator.js';
import { People } from './people.service.js';

/** Other people, for those who look for somebody. */
@Controller('api/users')
@UseGuards(BearerGuard)
export class PeopleController {
  constructor(private readonly people: People) {}

  @Get()
  find(@CurrentAsker() asker: Asker, @Query(new BodyPipe(FindPeopleDto)) request: FindPeopleDto): Promise<PeoplePage> {
    return this.people.find(asker, request);
  }
}
