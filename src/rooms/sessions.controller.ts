import { Body, Controller, Get, Ip, Param, Post, UseGuards } from '@nestjs/common';
import { CurrentUser, OptionalBearerGuard } from '../auth/index.js';
import { BodyPipe } from '../common/body.pipe.js';
import { Refuses } from '../common/documented.js';
import type { User } from '../protocol/index.js';
import { BrowseRooms } from './browse-rooms.js';
import { CreateRoom } from './create-room.js';
import { CreateSessionDto } from './dto/create-session.dto.js';
import { GuestAccessGuard } from './guest-access.guard.js';
import { expiryOf } from './room-row.js';
import { SessionCreationLimit } from './session-creation-limit.js';

/** Session codes over HTTP, as the group-study clients use them. */
@Controller('api/sessions')
@UseGuards(OptionalBearerGuard, GuestAccessGuard)
export class SessionsController {
  constructor(
    private readonly creating: CreateRoom,
    private readonly limit: SessionCreationLimit,
    private readonly browsing: BrowseRooms,
  ) {}

  /** Makes a session: a room that is joined by its code. */
  @Post()
  async create(
    @CurrentUser() maker: User | undefined,
    @Ip() address: string,
    @Body(new BodyPipe(CreateSessionDto)) wishes: CreateSessionDto,
  ) {
    await this.limit.admit(address);
    const { code, expiresAt } = await this.creating.create(maker, wishes);
    return { sessionCode: code, expiresAt };
  }

  /** A session by its code, with the names of those who are in it. */
  @Get(':code')
  @Refuses('ROOM_NOT_FOUND')
  async get(@CurrentUser() user: User | undefined, @Ip() address: string, @Param('code') code: string) {
    const guesser = user === undefined ? { address } : { address, userId: user.id };
    const { room, participants } = await this.browsing.session(guesser, code);
    return {
      sessionCode: room.code,
      participants: participants.map(({ name }) => name),
      createdAt: room.createdAt.toISOString(),
      expiresAt: expiryOf(room)?.toISOString() ?? null,
    };
  }
}
