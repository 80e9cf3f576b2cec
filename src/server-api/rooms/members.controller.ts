import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Put, Query } from '@nestjs/common';
import { BodyPipe } from '../../common/body.pipe.js';
import { Refuses } from '../../common/documented.js';
import type { Member } from '../../protocol/index.js';
import { HostedRooms, type MembersChange } from '../../rooms/index.js';
import { Scoped } from '../requests/scoped.decorator.js';
import { MembersPageDto, RoleInRoomDto, SetMembersDto } from './dto/rooms.dto.js';

/** A page of those who belong to a room. */
export interface MembersPage {
  members: Member[];
  hasMore: boolean;
}

/** Who belongs to a room of the app. */
@Refuses('ROOM_NOT_FOUND')
@Controller('api/server/rooms/:room/members')
export class ServerMembersController {
  constructor(private readonly rooms: HostedRooms) {}

  /** Members of a room, in the order of their ids. `after`: the id of the last one of the page before. */
  @Get()
  @Scoped('rooms')
  listMembers(@Param('room') room: string, @Query(new BodyPipe(MembersPageDto)) page: MembersPageDto): Promise<MembersPage> {
    return this.rooms.membersOf(room, page);
  }

  /** Says who the members are: all others are out, on every node, when it is answered. */
  @Refuses('ROOM_FULL', 'USER_NOT_FOUND', 'IDEMPOTENCY_CONFLICT')
  @Put()
  @Scoped('rooms')
  setMembers(@Param('room') room: string, @Body(new BodyPipe(SetMembersDto)) { members }: SetMembersDto): Promise<MembersChange> {
    return this.rooms.setMembers(room, members);
  }

  /** Makes a person a member, or gives a member another role. */
  @Refuses('ROOM_FULL', 'USER_NOT_FOUND', 'IDEMPOTENCY_CONFLICT')
  @Put(':userId')
  @Scoped('rooms')
  setMember(
    @Param('room') room: string,
    @Param('userId') userId: string,
    @Body(new BodyPipe(RoleInRoomDto)) { role }: RoleInRoomDto,
  ): Promise<MembersChange> {
    return this.rooms.setMember(room, userId, role);
  }

  /** Takes a person out of the room: they are out on every node when it is answered. */
  @Refuses('NOT_FOUND', 'IDEMPOTENCY_CONFLICT')
  @Delete(':userId')
  @HttpCode(HttpStatus.NO_CONTENT)
  @Scoped('rooms')
  async removeMember(@Param('room') room: string, @Param('userId') userId: string): Promise<void> {
    await this.rooms.removeMember(room, userId);
  }
}
