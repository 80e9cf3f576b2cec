import { ConnectedSocket, WebSocketGateway } from '@nestjs/websockets';
import type { IceServers } from '../../protocol/index.js';
import { Command, type Connection } from '../../realtime/index.js';
import { IceServersDto } from './dto/ice-servers.dto.js';
import { IceServersService } from './ice-servers.service.js';

@WebSocketGateway()
export class IceGateway {
  constructor(private readonly servers: IceServersService) {}

  @Command('calls:ice-servers', IceServersDto)
  iceServers(@ConnectedSocket() { user }: Connection): IceServers {
    return this.servers.of(user.id);
  }
}
