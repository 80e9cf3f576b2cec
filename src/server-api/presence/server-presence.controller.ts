import { Controller, Get, Query } from '@nestjs/common';
import { AppError } from '../../common/index.js';
import { BodyPipe } from '../../common/body.pipe.js';
import { PRESENCES_AT_ONCE, type OnlinePage, type Presence } from '../../protocol/index.js';
import { OnlinePeople, PresenceViews } from '../../presence/index.js';
import { Scoped } from '../requests/scoped.decorator.js';
import { OnlineQueryDto, PresenceQueryDto } from './dto/presence-query.dto.js';

const DEFAULT_LIMIT = 100;

/** In the order in which they were asked for. */
export interface Presences {
  users: Presence[];
}

/** Who is here, as everybody may see it: who hides is offline. */
@Controller('api/server')
export class ServerPresenceController {
  constructor(
    private readonly views: PresenceViews,
    private readonly people: OnlinePeople,
  ) {}

  /** How people are, by their ids; who hides is offline. */
  @Get('presence')
  @Scoped('presence')
  async presencesOf(@Query(new BodyPipe(PresenceQueryDto)) { userIds }: PresenceQueryDto): Promise<Presences> {
    const ids = [...new Set(userIds.split(','))].filter((id) => id !== '');
    if (ids.length > PRESENCES_AT_ONCE) {
      throw new AppError('INVALID', { field: 'userIds', message: `userIds must have at most ${PRESENCES_AT_ONCE} ids` });
    }
    return { users: (await this.views.of(ids)).map(({ others }) => others) };
  }

  /** Who is online, in the order of their ids. */
  @Get('online')
  @Scoped('presence')
  listOnline(@Query(new BodyPipe(OnlineQueryDto)) { limit = DEFAULT_LIMIT, after }: OnlineQueryDto): OnlinePage {
    return this.people.page({ limit, ...(after === undefined ? {} : { after }) });
  }
}
