import { Body, Controller, Delete, HttpCode, HttpStatus, Ip, Param, Patch, Post, UseGuards } from '@nestjs/common';
import { BodyPipe } from '../../common/body.pipe.js';
import type { User } from '../../protocol/index.js';
import { RoleDto } from '../dto/role.dto.js';
import { BearerGuard } from '../http/bearer.guard.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import { Administration } from './administration.service.js';

/** What administrators do to other people's accounts. */
@Controller('api/users/:id')
@UseGuards(BearerGuard)
export class UsersController {
  constructor(private readonly administration: Administration) {}

  @Patch('role')
  setRole(
    @CurrentUser() { id: adminId }: User,
    @Ip() address: string,
    @Param('id') id: string,
    @Body(new BodyPipe(RoleDto)) { role }: RoleDto,
  ): Promise<User> {
    return this.administration.setRole({ adminId, address }, id, role);
  }

  @Post('ban')
  @HttpCode(HttpStatus.NO_CONTENT)
  ban(@CurrentUser() { id: adminId }: User, @Ip() address: string, @Param('id') id: string): Promise<void> {
    return this.administration.ban({ adminId, address }, id);
  }

  @Delete('ban')
  @HttpCode(HttpStatus.NO_CONTENT)
  unban(@CurrentUser() { id: adminId }: User, @Ip() address: string, @Param('id') id: string): Promise<void> {
    return this.administration.unban({ adminId, address }, id);
  }
}
