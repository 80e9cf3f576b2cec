import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Put } from '@nestjs/common';
import { AppPeople, type News } from '../../auth/index.js';
import { BodyPipe } from '../../common/body.pipe.js';
import type { ServerUser } from '../../protocol/index.js';
import { Scoped } from '../requests/scoped.decorator.js';
import { AnnounceUserDto, AnnounceUsersDto } from './dto/announce-user.dto.js';

/** The people of the app, as its backend tells of them. */
@Controller('api/server/users')
export class ServerUsersController {
  constructor(private readonly people: AppPeople) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  @Scoped('users')
  announceAll(@Body(new BodyPipe(AnnounceUsersDto)) { users }: AnnounceUsersDto): Promise<News> {
    return this.people.announceAll(users, (index) => `users.${index}.`);
  }

  @Put(':id')
  @Scoped('users')
  announce(@Param('id') id: string, @Body(new BodyPipe(AnnounceUserDto)) user: AnnounceUserDto): Promise<ServerUser> {
    return this.people.announce(id, user);
  }

  @Get(':id')
  @Scoped('users')
  get(@Param('id') id: string): Promise<ServerUser> {
    return this.people.find(id);
  }
}
