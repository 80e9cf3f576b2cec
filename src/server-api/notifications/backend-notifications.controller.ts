import { Body, Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { BodyPipe } from '../../common/body.pipe.js';
import { Refuses } from '../../common/documented.js';
import type { Attempt } from '../idempotency/idempotency.service.js';
import { Scoped } from '../requests/scoped.decorator.js';
import { CurrentAttempt } from '../requests/server-request.js';
import { BackendNotifications, type Recipients } from './backend-notifications.js';
import { NotifyDto } from './dto/notify.dto.js';

/** What the app wants its people to be told, whether they are here or not. */
@Controller('api/server/notifications')
export class BackendNotificationsController {
  constructor(private readonly notifications: BackendNotifications) {}

  /** Has people notified, whether they are here or not: those of `userIds`, or everybody who belongs to a room. */
  @Refuses('ROOM_NOT_FOUND', 'IDEMPOTENCY_CONFLICT')
  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  @Scoped('notifications')
  notify(@Body(new BodyPipe(NotifyDto)) word: NotifyDto, @CurrentAttempt() attempt: Attempt | undefined): Promise<Recipients> {
    return this.notifications.notify(word, attempt);
  }
}
