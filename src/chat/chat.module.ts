import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '../auth/index.js';
import { FilesModule } from '../files/index.js';
import { RoomsModule } from '../rooms/index.js';
import { ChangeRepository } from './changes/change.repository.js';
import { Changer } from './changes/changer.js';
import { ChangesGateway } from './changes/changes.gateway.js';
import { EditsService } from './changes/edits.service.js';
import { PinsService } from './changes/pins.service.js';
import { ReactionsService } from './changes/reactions.service.js';
import { ChatGateway } from './chat.gateway.js';
import { ChatService } from './chat.service.js';
import { ConversationRepository } from './conversations/conversation.repository.js';
import { ConversationsController } from './conversations/conversations.controller.js';
import { ConversationsService } from './conversations/conversations.service.js';
import { FileClaims } from './file-claims.js';
import { HistoryService } from './history.service.js';
import { MessageEntity } from './message.entity.js';
import { MessageLogRepository } from './message-log.repository.js';
import { MessageWriter } from './message-writer.js';
import { MessageRepository } from './message.repository.js';
import { MessagesController } from './messages.controller.js';
import { ReactionEntity } from './reaction.entity.js';
import { Badges } from './receipts/badges.js';
import { MarkRepository } from './receipts/mark.repository.js';
import { MarksService } from './receipts/marks.service.js';
import { OthersMarks } from './receipts/others-marks.js';
import { ReceiptsGateway } from './receipts/receipts.gateway.js';
import { Receipts } from './receipts/receipts.js';
import { SpokenRooms } from './receipts/spoken-rooms.js';
import { UnreadRepository } from './receipts/unread.repository.js';
import { Arrivals } from './missed/arrivals.js';
import { MissedRepository } from './missed/missed.repository.js';
import { MissedService } from './missed/missed.service.js';
import { RetentionRepository } from './retention.repository.js';
import { RetentionService } from './retention.service.js';
import { SearchRepository } from './search.repository.js';
import { SearchService } from './search.service.js';
import { SyncService } from './sync.service.js';
import { TypingService } from './typing.service.js';

/** Messages of rooms: sending, reading again, catching up, searching, typing, receipts and what is unread, removing what is too old. */
@Module({
  imports: [TypeOrmModule.forFeature([MessageEntity, ReactionEntity]), AuthModule, FilesModule, RoomsModule],
  controllers: [ConversationsController, MessagesController],
  providers: [
    ChatGateway,
    ChangesGateway,
    EditsService,
    ReactionsService,
    PinsService,
    Changer,
    ChangeRepository,
    ChatService,
    HistoryService,
    SyncService,
    SearchService,
    RetentionService,
    TypingService,
    MessageWriter,
    MessageRepository,
    FileClaims,
    MessageLogRepository,
    SearchRepository,
    RetentionRepository,
    ReceiptsGateway,
    MarksService,
    OthersMarks,
    MarkRepository,
    UnreadRepository,
    Receipts,
    Badges,
    SpokenRooms,
    MissedService,
    MissedRepository,
    Arrivals,
    ConversationsService,
    ConversationRepository,
  ],
  exports: [ChatService],
})
export class ChatModule {}
