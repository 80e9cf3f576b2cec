import { ConnectedSocket, MessageBody, WebSocketGateway } from '@nestjs/websockets';
import type { AnswerOf, Room } from '../../protocol/index.js';
import { Command, type Connection } from '../../realtime/index.js';
import { NamedRoomDto } from '../dto/named-room.dto.js';
import { BrowseMembers } from './browse-members.js';
import { ListMembersDto } from './dto/list-members.dto.js';
import { MemberTargetDto } from './dto/member-target.dto.js';
import { MuteDto } from './dto/mute.dto.js';
import { RoleDto } from './dto/role.dto.js';
import { UpdateRoomDto } from './dto/update-room.dto.js';
import { Removals } from './removals.js';
import { Roles } from './roles.js';
import { RoomSettings } from './room-settings.js';

@WebSocketGateway()
export class ModerationGateway {
  constructor(
    private readonly settings: RoomSettings,
    private readonly removals: Removals,
    private readonly roles: Roles,
    private readonly browsing: BrowseMembers,
  ) {}

  @Command('rooms:update', UpdateRoomDto)
  update(@ConnectedSocket() connection: Connection, @MessageBody() wishes: UpdateRoomDto): Promise<Room> {
    return this.settings.update(connection, wishes);
  }

  @Command('rooms:close', NamedRoomDto)
  async close(
    @ConnectedSocket() connection: Connection,
    @MessageBody() { room }: NamedRoomDto,
  ): Promise<AnswerOf<'rooms:close'>> {
    return { room: await this.settings.close(connection, room) };
  }

  @Command('rooms:rotate-code', NamedRoomDto)
  rotateCode(@ConnectedSocket() connection: Connection, @MessageBody() { room }: NamedRoomDto): Promise<Room> {
    return this.settings.rotateCode(connection, room);
  }

  @Command('rooms:members', ListMembersDto)
  members(@ConnectedSocket() connection: Connection, @MessageBody() wishes: ListMembersDto): Promise<AnswerOf<'rooms:members'>> {
    return this.browsing.list(connection, wishes);
  }

  @Command('rooms:kick', MemberTargetDto)
  kick(@ConnectedSocket() connection: Connection, @MessageBody() target: MemberTargetDto): Promise<AnswerOf<'rooms:kick'>> {
    return this.removals.kick(connection, target);
  }

  @Command('rooms:ban', MemberTargetDto)
  ban(@ConnectedSocket() connection: Connection, @MessageBody() target: MemberTargetDto): Promise<AnswerOf<'rooms:ban'>> {
    return this.removals.ban(connection, target);
  }

  @Command('rooms:unban', MemberTargetDto)
  unban(@ConnectedSocket() connection: Connection, @MessageBody() target: MemberTargetDto): Promise<AnswerOf<'rooms:unban'>> {
    return this.removals.unban(connection, target);
  }

  @Command('rooms:mute', MuteDto)
  mute(@ConnectedSocket() connection: Connection, @MessageBody() wish: MuteDto): Promise<AnswerOf<'rooms:mute'>> {
    return this.roles.mute(connection, wish);
  }

  @Command('rooms:role', RoleDto)
  role(@ConnectedSocket() connection: Connection, @MessageBody() wish: RoleDto): Promise<AnswerOf<'rooms:role'>> {
    return this.roles.setRole(connection, wish);
  }
}
