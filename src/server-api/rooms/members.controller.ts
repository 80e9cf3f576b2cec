import { Body, Controller, Delete, Get, HttpCode, HttpStatus, Param, Put, Query } from '@nestjs/common';
import { BodyPipe } from '../../common/body.pipe.js';
import type { AnswerOf } from '../../protocol/index.js';
import { HostedRooms, type ListChange } from '../../rooms/index.js';
import { Scoped } from '../requests/scoped.decorator.js';
import { MembersPageDto, RoleInRoomDto, SetMembersDto } from './dto/rooms.dto.js';

/** Who belongs to a room of the app. */
@Controller('api/server/rooms/:room/members')
export class ServerMembersController {
  constructor(private readonly rooms: HostedRooms) {}

  @Get()
  @Scoped('rooms')
  list(
    @Param('room') room: string,
    @Query(new BodyPipe(MembersPageDto)) page: MembersPageDto,
  ): Promise<AnswerOf<'rooms:members'>> {
    return this.rooms.membersOf(room, page);
  }

  @Put()
  @Scoped('rooms')
  setAll(@Param('room') room: string, @Body(new BodyPipe(SetMembersDto)) { members }: SetMembersDto): Promise<ListChange> {
    return this.rooms.setMembers(room, members);
  }

  @Put(':userId')
  @Scoped('rooms')
  setOne(
    @Param('room') room: string,
    @Param('userId') userId: string,
    @Body(new BodyPipe(RoleInRoomDto)) { role }: RoleInRoomDto,
  ): Promise<ListChange> {
    return this.rooms.setMember(room, userId, role);
  }

  @Delete(':userId')
  @HttpCode(HttpStatus.NO_CONTENT)
  @Scoped('rooms')
  async remove(@Param('room') room: string, @Param('userId') userId: string): Promise<void> {
    await this.rooms.removeMember(room, userId);
  }
}
