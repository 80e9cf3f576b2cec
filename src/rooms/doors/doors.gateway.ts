import { ConnectedSocket, MessageBody, WebSocketGateway } from '@nestjs/websockets';
import type { AnswerOf } from '../../protocol/index.js';
import { Command, type Connection } from '../../realtime/index.js';
import { NamedRoomDto } from '../dto/named-room.dto.js';
import { Blocks } from './blocks.js';
import { BlockDto } from './dto/block.dto.js';
import { BlocksDto } from './dto/blocks.dto.js';
import { MemberTargetDto } from './dto/member-target.dto.js';
import { Invitations } from './invitations.js';
import { WaitingRoom } from './waiting-room.js';

@WebSocketGateway()
export class DoorsGateway {
  constructor(
    private readonly invitations: Invitations,
    private readonly waitingRoom: WaitingRoom,
    private readonly blocks: Blocks,
  ) {}

  @Command('rooms:invite', MemberTargetDto)
  invite(
    @ConnectedSocket() connection: Connection,
    @MessageBody() { room, userId }: MemberTargetDto,
  ): Promise<AnswerOf<'rooms:invite'>> {
    return this.invitations.invite(connection, room, userId);
  }

  @Command('rooms:waiting', NamedRoomDto)
  waiting(@ConnectedSocket() connection: Connection, @MessageBody() { room }: NamedRoomDto): Promise<AnswerOf<'rooms:waiting'>> {
    return this.waitingRoom.list(connection, room);
  }

  @Command('rooms:admit', MemberTargetDto)
  admit(
    @ConnectedSocket() connection: Connection,
    @MessageBody() { room, userId }: MemberTargetDto,
  ): Promise<AnswerOf<'rooms:admit'>> {
    return this.waitingRoom.admit(connection, room, userId);
  }

  @Command('rooms:deny', MemberTargetDto)
  deny(
    @ConnectedSocket() connection: Connection,
    @MessageBody() { room, userId }: MemberTargetDto,
  ): Promise<AnswerOf<'rooms:deny'>> {
    return this.waitingRoom.deny(connection, room, userId);
  }

  @Command('rooms:block', BlockDto)
  async block(@ConnectedSocket() connection: Connection, @MessageBody() payload: BlockDto): Promise<AnswerOf<'rooms:block'>> {
    return { user: await this.blocks.block(connection.user, payload.user) };
  }

  @Command('rooms:unblock', BlockDto)
  async unblock(@ConnectedSocket() connection: Connection, @MessageBody() payload: BlockDto): Promise<AnswerOf<'rooms:unblock'>> {
    return { user: await this.blocks.unblock(connection.user, payload.user) };
  }

  @Command('rooms:blocks', BlocksDto)
  async blocked(@ConnectedSocket() connection: Connection): Promise<AnswerOf<'rooms:blocks'>> {
    return { users: await this.blocks.listOf(connection.user) };
  }
}
