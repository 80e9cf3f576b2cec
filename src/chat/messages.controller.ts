import { Controller, Get, Param, Query, UseGuards } from '@nestjs/common';
import { BearerGuard, CurrentAsker } from '../auth/index.js';
import { BodyPipe } from '../common/body.pipe.js';
import { Refuses } from '../common/documented.js';
import type { HistoryPage } from '../protocol/index.js';
import { RateLimits, type Asker } from '../realtime/index.js';
import { RoomMessagesDto, RoomOfMessagesDto } from './dto/room-messages.dto.js';
import { HistoryService } from './history.service.js';

/** What `chat:history` answers, for apps that show it before their socket is up. */
@Controller('api/rooms/:id/messages')
@UseGuards(BearerGuard)
export class MessagesController {
  constructor(
    private readonly histories: HistoryService,
    private readonly rates: RateLimits,
  ) {}

  /** Messages of a room, oldest first. At most one of `before`, `after` and `around`; without them the newest. */
  @Get()
  @Refuses('ROOM_NOT_FOUND', 'NOT_A_MEMBER')
  async read(
    @CurrentAsker() asker: Asker,
    @Param(new BodyPipe(RoomOfMessagesDto)) room: RoomOfMessagesDto,
    @Query(new BodyPipe(RoomMessagesDto)) page: RoomMessagesDto,
  ): Promise<HistoryPage> {
    await this.rates.admit(asker, 'read', 'refuse');
    return this.histories.read(asker, Object.assign({ room }, page));
  }
}
