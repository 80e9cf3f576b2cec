import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Put } from '@nestjs/common';
import { AppPeople, type AnnouncedCount } from '../../auth/index.js';
import { BodyPipe } from '../../common/body.pipe.js';
import { Refuses } from '../../common/documented.js';
import type { ServerUser } from '../../protocol/index.js';
import { Scoped } from '../requests/scoped.decorator.js';
import { AnnounceUserDto, AnnounceUsersDto } from './dto/announce-user.dto.js';

/** The people of the app, as its backend tells of them. */
@Controller('api/server/users')
export class ServerUsersController {
  constructor(private readonly people: AppPeople) {}

  /** Tells of many people at once: of all of them or, where one is refused, of none. */
  @Refuses('IDENTITY_CONFLICT', 'USERNAME_TAKEN', 'IDEMPOTENCY_CONFLICT')
  @Post()
  @HttpCode(HttpStatus.OK)
  @Scoped('users')
  announcePeople(@Body(new BodyPipe(AnnounceUsersDto)) { users }: AnnounceUsersDto): Promise<AnnouncedCount> {
    return this.people.announceAll(users, (index) => `users.${index}.`);
  }

  /** Tells who a person of the app is, before they ever come or later. Their live connections hear what changed. */
  @Refuses('IDENTITY_CONFLICT', 'USERNAME_TAKEN', 'IDEMPOTENCY_CONFLICT')
  @Put(':id')
  @Scoped('users')
  announcePerson(@Param('id') id: string, @Body(new BodyPipe(AnnounceUserDto)) user: AnnounceUserDto): Promise<ServerUser> {
    return this.people.announce(id, user);
  }

  /** A person, whoever vouches for them. */
  @Refuses('USER_NOT_FOUND')
  @Get(':id')
  @Scoped('users')
  getPerson(@Param('id') id: string): Promise<ServerUser> {
    return this.people.find(id);
  }
}
