import { Body, Controller, Get, HttpCode, HttpStatus, Post, Query, UseGuards } from '@nestjs/common';
import { BearerGuard, CurrentAsker } from '../../auth/index.js';
import { BodyPipe } from '../../common/body.pipe.js';
import type { AnswerOf, NotificationPage } from '../../protocol/index.js';
import { RateLimits, type Asker } from '../../realtime/index.js';
import { BrowseNotificationsDto } from './dto/browse-notifications.dto.js';
import { ReadNotificationsDto } from './dto/read-notifications.dto.js';
import { Feed } from './feed.service.js';

/** One's own feed, for apps that show it before a socket is up. */
@Controller('api/notifications')
@UseGuards(BearerGuard)
export class NotificationsController {
  constructor(
    private readonly feed: Feed,
    private readonly rates: RateLimits,
  ) {}

  /** What one was told, newest first: messages to who was away, mentions, missed calls, help, invitations, announcements. */
  @Get()
  async list(
    @CurrentAsker() asker: Asker,
    @Query(new BodyPipe(BrowseNotificationsDto)) { before, limit, unread }: BrowseNotificationsDto,
  ): Promise<NotificationPage> {
    await this.rates.admit(asker, 'read', 'refuse');
    return this.feed.list(asker.user.id, {
      ...(before !== undefined && { before }),
      ...(limit !== undefined && { limit }),
      unread: unread === 'true',
    });
  }

  /** Marks notifications as read: these, or with `until` that one and all older ones. One's live devices are told. */
  @Post('read')
  @HttpCode(HttpStatus.OK)
  async read(
    @CurrentAsker() asker: Asker,
    @Body(new BodyPipe(ReadNotificationsDto)) request: ReadNotificationsDto,
  ): Promise<AnswerOf<'notifications:read'>> {
    await this.rates.admit(asker, 'read', 'refuse');
    return this.feed.read(asker.user.id, request);
  }
}
