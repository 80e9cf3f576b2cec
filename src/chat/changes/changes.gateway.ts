import { ConnectedSocket, MessageBody, WebSocketGateway } from '@nestjs/websockets';
import type { HistoryPage, Message } from '../../protocol/index.js';
import { Command, type Connection } from '../../realtime/index.js';
import { DeleteMessageDto } from '../dto/delete-message.dto.js';
import { EditMessageDto } from '../dto/edit-message.dto.js';
import { ListPinsDto } from '../dto/list-pins.dto.js';
import { PinMessageDto } from '../dto/pin-message.dto.js';
import { ReactDto } from '../dto/react.dto.js';
import { EditsService } from './edits.service.js';
import { PinsService } from './pins.service.js';
import { ReactionsService } from './reactions.service.js';

@WebSocketGateway()
export class ChangesGateway {
  constructor(
    private readonly edits: EditsService,
    private readonly reactions: ReactionsService,
    private readonly pins: PinsService,
  ) {}

  @Command('chat:edit', EditMessageDto)
  edit(@ConnectedSocket() connection: Connection, @MessageBody() request: EditMessageDto): Promise<Message> {
    return this.edits.edit(connection, request);
  }

  @Command('chat:delete', DeleteMessageDto)
  delete(@ConnectedSocket() connection: Connection, @MessageBody() { messageId }: DeleteMessageDto): Promise<Message> {
    return this.edits.delete(connection, messageId);
  }

  @Command('chat:react', ReactDto)
  react(@ConnectedSocket() connection: Connection, @MessageBody() request: ReactDto): Promise<Message> {
    return this.reactions.react(connection, request);
  }

  @Command('chat:pin', PinMessageDto)
  pin(@ConnectedSocket() connection: Connection, @MessageBody() request: PinMessageDto): Promise<Message> {
    return this.pins.pin(connection, request);
  }

  @Command('chat:pins', ListPinsDto)
  list(@ConnectedSocket() connection: Connection, @MessageBody() request: ListPinsDto): Promise<HistoryPage> {
    return this.pins.list(connection, request);
  }
}
