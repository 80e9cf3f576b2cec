import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RoomsModule } from '../rooms/index.js';
import { ChatGateway } from './chat.gateway.js';
import { ChatService } from './chat.service.js';
import { HistoryService } from './history.service.js';
import { MessageEntity } from './message.entity.js';
import { MessageLogRepository } from './message-log.repository.js';
import { MessageWriter } from './message-writer.js';
import { MessageRepository } from './message.repository.js';
import { SyncService } from './sync.service.js';
import { TypingService } from './typing.service.js';

/** Messages of rooms: sending, reading again, catching up, typing. */
@Module({
  imports: [TypeOrmModule.forFeature([MessageEntity]), RoomsModule],
  providers: [
    ChatGateway,
    ChatService,
    HistoryService,
    SyncService,
    TypingService,
    MessageWriter,
    MessageRepository,
    MessageLogRepository,
  ],
})
export class ChatModule {}
