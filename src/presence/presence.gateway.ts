import { ConnectedSocket, MessageBody, WebSocketGateway } from '@nestjs/websockets';
import type { OnlineUsers } from '../protocol/index.js';
import { Command, type Connection } from '../realtime/index.js';
import { OnlineDto } from './dto/online.dto.js';
import { OnlinePeople } from './online-people.js';

@WebSocketGateway()
export class PresenceGateway {
  constructor(private readonly people: OnlinePeople) {}

  @Command('presence:online', OnlineDto)
  online(@ConnectedSocket() connection: Connection, @MessageBody() { watch }: OnlineDto): OnlineUsers {
    if (watch === undefined) return this.people.list();
    return watch ? this.people.watch(connection) : this.people.unwatch(connection);
  }
}
