import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { BearerGuard, CurrentUser } from '../../auth/index.js';
import type { ConversationPage, User } from '../../protocol/index.js';
import { ConversationsService } from './conversations.service.js';

/** One's own rooms, for apps that show them before a socket is up. */
@Controller('api/conversations')
@UseGuards(BearerGuard)
export class ConversationsController {
  constructor(private readonly conversations: ConversationsService) {}

  @Get()
  list(@CurrentUser() { id }: User, @Query('before') before: unknown, @Query('limit') limit: unknown): Promise<ConversationPage> {
    return this.conversations.list(id, before, limit);
  }
}
