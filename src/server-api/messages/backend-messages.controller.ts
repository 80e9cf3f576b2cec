import { Body, Controller, Param, Post } from '@nestjs/common';
import { BodyPipe } from '../../common/body.pipe.js';
import type { AnswerOf } from '../../protocol/index.js';
import { Scoped } from '../requests/scoped.decorator.js';
import { Operation } from '../requests/server-request.js';
import { BackendMessages } from './backend-messages.js';
import { BackendMessageDto } from './dto/backend-message.dto.js';

/** What the app says in its people's names. */
@Controller('api/server')
export class BackendMessagesController {
  constructor(private readonly messages: BackendMessages) {}

  @Post('rooms/:room/messages')
  @Scoped('messages')
  toRoom(
    @Param('room') room: string,
    @Body(new BodyPipe(BackendMessageDto)) message: BackendMessageDto,
    @Operation() operation: string | undefined,
  ): Promise<AnswerOf<'chat:send'>> {
    return this.messages.toRoom(room, message, operation);
  }

  @Post('users/:id/messages')
  @Scoped('messages')
  toPerson(
    @Param('id') id: string,
    @Body(new BodyPipe(BackendMessageDto)) message: BackendMessageDto,
    @Operation() operation: string | undefined,
  ): Promise<AnswerOf<'chat:send'>> {
    return this.messages.toPerson(id, message, operation);
  }
}
