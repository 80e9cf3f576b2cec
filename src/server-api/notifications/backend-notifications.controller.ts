import { Body, Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import { BodyPipe } from '../../common/body.pipe.js';
import { Scoped } from '../requests/scoped.decorator.js';
import { BackendNotifications } from './backend-notifications.js';
import { NotifyDto } from './dto/notify.dto.js';

/** What the app wants its people to be told, whether they are here or not. */
@Controller('api/server/notifications')
export class BackendNotificationsController {
  constructor(private readonly notifications: BackendNotifications) {}

  @Post()
  @HttpCode(HttpStatus.ACCEPTED)
  @Scoped('notifications')
  notify(@Body(new BodyPipe(NotifyDto)) word: NotifyDto): Promise<{ recipients: number }> {
    return this.notifications.notify(word);
  }
}
