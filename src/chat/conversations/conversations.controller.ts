import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { BearerGuard, CurrentAsker } from '../../auth/index.js';
import type { ConversationPage } from '../../protocol/index.js';
import { RateLimits, type Asker } from '../../realtime/index.js';
import { ConversationsService } from './conversations.service.js';

/** One's own rooms, for apps that show them before a socket is up. */
@Controller('api/conversations')
@UseGuards(BearerGuard)
export class ConversationsController {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly rates: RateLimits,
  ) {}

  @Get()
  async list(
    @CurrentAsker() asker: Asker,
    @Query('before') before: unknown,
    @Query('limit') limit: unknown,
  ): Promise<ConversationPage> {
    // Counting a page of rooms costs as much as a search.
    await this.rates.admit(asker, 'search', 'refuse');
    return this.conversations.list(asker.user.id, before, limit);
  }
}
