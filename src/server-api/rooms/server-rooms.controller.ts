import { Body, Controller, Get, HttpCode, HttpStatus, Param, Patch, Post } from '@nestjs/common';
import { AppPeople } from '../../auth/index.js';
import { BodyPipe } from '../../common/body.pipe.js';
import { Refuses } from '../../common/documented.js';
import type { Room, RoomRef } from '../../protocol/index.js';
import { HostedRooms, RoomSettingsDto } from '../../rooms/index.js';
import { Scoped } from '../requests/scoped.decorator.js';
import { Operation } from '../requests/server-request.js';
import { BackendAnnouncementDto } from './dto/backend-announcement.dto.js';
import { HostRoomDto } from './dto/rooms.dto.js';

/** The room that something was done about. */
export interface NamedRoom {
  room: RoomRef;
}

/** Rooms of the app; in the URL by their id or their key. */
@Controller('api/server/rooms')
export class ServerRoomsController {
  constructor(
    private readonly rooms: HostedRooms,
    private readonly people: AppPeople,
  ) {}

  /** Makes a room with its members, one of whom is the owner. It is private unless it says otherwise: nobody else comes in. */
  @Refuses('ROOM_KEY_TAKEN', 'USER_NOT_FOUND', 'IDEMPOTENCY_CONFLICT')
  @Post()
  @Scoped('rooms')
  hostRoom(@Body(new BodyPipe(HostRoomDto)) room: HostRoomDto, @Operation() operation: string | undefined): Promise<Room> {
    return this.rooms.create(room, operation);
  }

  /** A room. */
  @Refuses('ROOM_NOT_FOUND')
  @Get(':room')
  @Scoped('rooms')
  getRoom(@Param('room') room: string): Promise<Room> {
    return this.rooms.get(room);
  }

  /** Changes a room; what is absent stays. */
  @Refuses('ROOM_NOT_FOUND', 'IDEMPOTENCY_CONFLICT')
  @Patch(':room')
  @Scoped('rooms')
  updateRoom(@Param('room') room: string, @Body(new BodyPipe(RoomSettingsDto)) wishes: RoomSettingsDto): Promise<Room> {
    return this.rooms.update(room, wishes);
  }

  /** Ends a room for everybody. */
  @Refuses('ROOM_NOT_FOUND', 'IDEMPOTENCY_CONFLICT')
  @Post(':room/close')
  @HttpCode(HttpStatus.OK)
  @Scoped('rooms')
  async closeRoom(@Param('room') room: string): Promise<NamedRoom> {
    return { room: await this.rooms.close(room) };
  }

  /** Shows something to everybody in the room: the live-session update, in the name of the owner unless `senderId` says otherwise. */
  @Refuses('ROOM_NOT_FOUND', 'USER_NOT_FOUND', 'MUTED', 'NOT_A_MEMBER', 'BANNED', 'IDEMPOTENCY_CONFLICT')
  @Post(':room/announcements')
  @HttpCode(HttpStatus.OK)
  @Scoped('messages')
  async announce(
    @Param('room') room: string,
    @Body(new BodyPipe(BackendAnnouncementDto)) { data, senderId }: BackendAnnouncementDto,
  ): Promise<NamedRoom> {
    const sender = senderId === undefined ? undefined : await this.people.actor(senderId);
    return { room: await this.rooms.announce(room, data, sender) };
  }
}
