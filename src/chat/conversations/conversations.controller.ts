import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { BearerGuard, CurrentAsker } from '../../auth/index.js';
import { BodyPipe } from '../../common/body.pipe.js';
import type { ConversationPage } from '../../protocol/index.js';
import { RateLimits, type Asker } from '../../realtime/index.js';
import { ConversationsDto } from '../dto/conversations.dto.js';
import { ConversationsService } from './conversations.service.js';

/** One's own rooms, for apps that show them before a socket is up. */
@Controller('api/conversations')
@UseGuards(BearerGuard)
export class ConversationsController {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly rates: RateLimits,
  ) {}

  /** One's rooms, most recently used first, with what was said last and what is unread in them. */
  @Get()
  async list(
    @CurrentAsker() asker: Asker,
    @Query(new BodyPipe(ConversationsDto)) page: ConversationsDto,
  ): Promise<ConversationPage> {
    // Counting a page of rooms costs as much as a search.
    await this.rates.admit(asker, 'search', 'refuse');
    return this.conversations.list(asker.user.id, page);
  }
}
