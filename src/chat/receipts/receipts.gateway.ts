import { ConnectedSocket, MessageBody, WebSocketGateway } from '@nestjs/websockets';
import type { AnswerOf, MissedPage, Unread } from '../../protocol/index.js';
import { Command, type Connection } from '../../realtime/index.js';
import { NamedRoomDto } from '../../rooms/index.js';
import { MarkDto } from '../dto/mark.dto.js';
import { UnreadRequestDto } from '../dto/unread-request.dto.js';
import { MissedDto } from '../dto/missed.dto.js';
import { MissedService } from '../missed/missed.service.js';
import { MarksService } from './marks.service.js';
import { OthersMarks } from './others-marks.js';

@WebSocketGateway()
export class ReceiptsGateway {
  constructor(
    private readonly marks: MarksService,
    private readonly missing: MissedService,
    private readonly others: OthersMarks,
  ) {}

  @Command('chat:read', MarkDto)
  read(@ConnectedSocket() connection: Connection, @MessageBody() mark: MarkDto): Promise<Unread> {
    return this.marks.read(connection, mark);
  }

  @Command('chat:delivered', MarkDto)
  delivered(@ConnectedSocket() connection: Connection, @MessageBody() mark: MarkDto): Promise<Unread> {
    return this.marks.delivered(connection, mark);
  }

  @Command('chat:missed', MissedDto)
  missed(@ConnectedSocket() connection: Connection): Promise<MissedPage> {
    return this.missing.take(connection);
  }

  @Command('chat:unread', UnreadRequestDto)
  unread(@ConnectedSocket() connection: Connection, @MessageBody() { room }: UnreadRequestDto): Promise<AnswerOf<'chat:unread'>> {
    return this.marks.unread(connection, room);
  }

  @Command('chat:receipts', NamedRoomDto)
  receipts(@ConnectedSocket() connection: Connection, @MessageBody() { room }: NamedRoomDto): Promise<AnswerOf<'chat:receipts'>> {
    return this.others.list(connection, room);
  }
}
