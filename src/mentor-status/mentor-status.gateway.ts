import { ConnectedSocket, MessageBody, WebSocketGateway } from '@nestjs/websockets';
import type { MentorPage, OwnMentorStatus } from '../protocol/index.js';
import { Command, type Connection } from '../realtime/index.js';
import { ListMentorsDto } from './dto/list-mentors.dto.js';
import { OwnStatusDto } from './dto/own-status.dto.js';
import { SetStatusDto } from './dto/set-status.dto.js';
import { MentorStatuses } from './mentor-statuses.js';

@WebSocketGateway()
export class MentorStatusGateway {
  constructor(private readonly statuses: MentorStatuses) {}

  @Command('mentors:set', SetStatusDto)
  set(@ConnectedSocket() connection: Connection, @MessageBody() wishes: SetStatusDto): Promise<OwnMentorStatus> {
    return this.statuses.set(connection, wishes);
  }

  @Command('mentors:get', OwnStatusDto)
  get(@ConnectedSocket() connection: Connection): Promise<OwnMentorStatus> {
    return this.statuses.own(connection);
  }

  @Command('mentors:list', ListMentorsDto)
  list(@ConnectedSocket() connection: Connection, @MessageBody() request: ListMentorsDto): Promise<MentorPage> {
    return this.statuses.list(connection, request);
  }
}
