import { ConnectedSocket, MessageBody, WebSocketGateway } from '@nestjs/websockets';
import type { AnswerOf, Joined, Room } from '../protocol/index.js';
import { Command, type Connection } from '../realtime/index.js';
import { Announcements } from './announcements.js';
import { BrowseRooms } from './browse-rooms.js';
import { CreateRoom } from './create-room.js';
import { AnnounceDto } from './dto/announce.dto.js';
import { CreateRoomDto } from './dto/create-room.dto.js';
import { JoinRoomDto } from './dto/join-room.dto.js';
import { ListRoomsDto } from './dto/list-rooms.dto.js';
import { NamedRoomDto } from './dto/named-room.dto.js';
import { JoinRoom } from './join-room.js';
import { LeaveRoom } from './leave-room.js';

@WebSocketGateway()
export class RoomsGateway {
  constructor(
    private readonly creating: CreateRoom,
    private readonly joining: JoinRoom,
    private readonly leaving: LeaveRoom,
    private readonly browsing: BrowseRooms,
    private readonly announcements: Announcements,
  ) {}

  @Command('rooms:create', CreateRoomDto)
  create(@ConnectedSocket() connection: Connection, @MessageBody() wishes: CreateRoomDto): Promise<Room> {
    return this.creating.createFor(connection, wishes);
  }

  @Command('rooms:join', JoinRoomDto)
  join(@ConnectedSocket() connection: Connection, @MessageBody() request: JoinRoomDto): Promise<Joined> {
    return this.joining.join(connection, request);
  }

  @Command('rooms:leave', NamedRoomDto)
  async leave(
    @ConnectedSocket() connection: Connection,
    @MessageBody() { room }: NamedRoomDto,
  ): Promise<AnswerOf<'rooms:leave'>> {
    return { room: await this.leaving.leave(connection, room) };
  }

  @Command('rooms:get', NamedRoomDto)
  get(@ConnectedSocket() connection: Connection, @MessageBody() { room }: NamedRoomDto): Promise<AnswerOf<'rooms:get'>> {
    return this.browsing.get(connection, room);
  }

  @Command('rooms:list', ListRoomsDto)
  list(@ConnectedSocket() { user }: Connection, @MessageBody() { before, limit }: ListRoomsDto): Promise<AnswerOf<'rooms:list'>> {
    return this.browsing.list(user.id, before, limit);
  }

  @Command('rooms:announce', AnnounceDto)
  async announce(
    @ConnectedSocket() connection: Connection,
    @MessageBody() { room, data }: AnnounceDto,
  ): Promise<AnswerOf<'rooms:announce'>> {
    return { room: await this.announcements.announce(connection, room, data) };
  }
}
