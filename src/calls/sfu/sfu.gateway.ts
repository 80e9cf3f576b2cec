import { ConnectedSocket, MessageBody, WebSocketGateway } from '@nestjs/websockets';
import type { SfuAccess } from '../../protocol/index.js';
import { Command, type Connection } from '../../realtime/index.js';
import { JoinSfuDto } from './dto/join-sfu.dto.js';
import { JoinSfu } from './join-sfu.js';

@WebSocketGateway()
export class SfuGateway {
  constructor(private readonly joining: JoinSfu) {}

  @Command('calls:join-sfu', JoinSfuDto)
  join(@ConnectedSocket() { user }: Connection, @MessageBody() { callId }: JoinSfuDto): Promise<SfuAccess> {
    return this.joining.join(user, callId);
  }
}
