import { Body, Controller, Get, HttpCode, HttpStatus, Param, Patch, Post } from '@nestjs/common';
import { AppPeople } from '../../auth/index.js';
import { BodyPipe } from '../../common/body.pipe.js';
import type { Room, RoomRef } from '../../protocol/index.js';
import { HostedRooms, RoomSettingsDto } from '../../rooms/index.js';
import { Scoped } from '../requests/scoped.decorator.js';
import { Operation } from '../requests/server-request.js';
import { BackendAnnouncementDto } from './dto/backend-announcement.dto.js';
import { HostRoomDto } from './dto/rooms.dto.js';

/** Rooms of the app; in the URL by their id or their key. */
@Controller('api/server/rooms')
export class ServerRoomsController {
  constructor(
    private readonly rooms: HostedRooms,
    private readonly people: AppPeople,
  ) {}

  @Post()
  @Scoped('rooms')
  create(@Body(new BodyPipe(HostRoomDto)) room: HostRoomDto, @Operation() operation: string | undefined): Promise<Room> {
    return this.rooms.create(room, operation);
  }

  @Get(':room')
  @Scoped('rooms')
  get(@Param('room') room: string): Promise<Room> {
    return this.rooms.get(room);
  }

  @Patch(':room')
  @Scoped('rooms')
  update(@Param('room') room: string, @Body(new BodyPipe(RoomSettingsDto)) wishes: RoomSettingsDto): Promise<Room> {
    return this.rooms.update(room, wishes);
  }

  @Post(':room/close')
  @HttpCode(HttpStatus.OK)
  @Scoped('rooms')
  async close(@Param('room') room: string): Promise<{ room: RoomRef }> {
    return { room: await this.rooms.close(room) };
  }

  /** The live-session update. */
  @Post(':room/announcements')
  @HttpCode(HttpStatus.OK)
  @Scoped('messages')
  async announce(
    @Param('room') room: string,
    @Body(new BodyPipe(BackendAnnouncementDto)) { data, senderId }: BackendAnnouncementDto,
  ): Promise<{ room: RoomRef }> {
    const sender = senderId === undefined ? undefined : await this.people.actor(senderId);
    return { room: await this.rooms.announce(room, data, sender) };
  }
}
