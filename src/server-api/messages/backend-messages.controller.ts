import { Body, Controller, Param, Post } from '@nestjs/common';
import { BodyPipe } from '../../common/body.pipe.js';
import { Refuses } from '../../common/documented.js';
import type { SentMessage } from '../../protocol/index.js';
import { Scoped } from '../requests/scoped.decorator.js';
import { Operation } from '../requests/server-request.js';
import { BackendMessages } from './backend-messages.js';
import { BackendMessageDto } from './dto/backend-message.dto.js';

/** What the app says in its people's names. */
@Refuses('USER_NOT_FOUND', 'MUTED', 'CONFLICT', 'IDEMPOTENCY_CONFLICT')
@Controller('api/server')
export class BackendMessagesController {
  constructor(private readonly messages: BackendMessages) {}

  /** Says something in a room in a member's name, by the rules that hold for them. */
  @Refuses('ROOM_NOT_FOUND', 'ROOM_CLOSED', 'NOT_A_MEMBER', 'BANNED')
  @Post('rooms/:room/messages')
  @Scoped('messages')
  sayInRoom(
    @Param('room') room: string,
    @Body(new BodyPipe(BackendMessageDto)) message: BackendMessageDto,
    @Operation() operation: string | undefined,
  ): Promise<SentMessage> {
    return this.messages.toRoom(room, message, operation);
  }

  /** Writes to a person in somebody's name. */
  @Refuses('BLOCKED')
  @Post('users/:id/messages')
  @Scoped('messages')
  writeToPerson(
    @Param('id') id: string,
    @Body(new BodyPipe(BackendMessageDto)) message: BackendMessageDto,
    @Operation() operation: string | undefined,
  ): Promise<SentMessage> {
    return this.messages.toPerson(id, message, operation);
  }
}
