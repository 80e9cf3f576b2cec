import { ConnectedSocket, MessageBody, WebSocketGateway } from '@nestjs/websockets';
import type { AnswerOf, NotificationPage } from '../../protocol/index.js';
import { Command, type Connection } from '../../realtime/index.js';
import { ListNotificationsDto } from './dto/list-notifications.dto.js';
import { ReadNotificationsDto } from './dto/read-notifications.dto.js';
import { Feed } from './feed.service.js';

@WebSocketGateway()
export class NotificationsGateway {
  constructor(private readonly feed: Feed) {}

  @Command('notifications:list', ListNotificationsDto)
  list(@ConnectedSocket() { user }: Connection, @MessageBody() request: ListNotificationsDto): Promise<NotificationPage> {
    return this.feed.list(user.id, request);
  }

  @Command('notifications:read', ReadNotificationsDto)
  read(
    @ConnectedSocket() { user }: Connection,
    @MessageBody() request: ReadNotificationsDto,
  ): Promise<AnswerOf<'notifications:read'>> {
    return this.feed.read(user.id, request);
  }
}
