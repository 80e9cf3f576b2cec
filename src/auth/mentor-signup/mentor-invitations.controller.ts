import { Controller, Header, Post, UseGuards } from '@nestjs/common';
import type { User } from '../../protocol/index.js';
import { Administration } from '../administration/administration.service.js';
import { BearerGuard } from '../http/bearer.guard.js';
import { CurrentUser } from '../http/current-user.decorator.js';
import type { Invitation } from './mentor-signup.service.js';

@Controller('api/mentor-invitations')
@UseGuards(BearerGuard)
export class MentorInvitationsController {
  constructor(private readonly administration: Administration) {}

  /** Makes a code with which one person may register as a mentor. For administrators. */
  @Post()
  @Header('Cache-Control', 'no-store')
  invite(@CurrentUser() { id: adminId }: User): Promise<Invitation> {
    return this.administration.inviteMentor({ adminId });
  }
}
