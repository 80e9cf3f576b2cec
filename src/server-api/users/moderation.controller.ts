import { Body, Controller, Delete, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { Administration, AppPeople } from '../../auth/index.js';
import { BodyPipe } from '../../common/body.pipe.js';
import { Refuses } from '../../common/documented.js';
import { Scoped } from '../requests/scoped.decorator.js';
import { DisconnectDto } from './dto/disconnect.dto.js';

/** Puts people out. */
@Refuses('USER_NOT_FOUND', 'IDEMPOTENCY_CONFLICT')
@Controller('api/server/users/:id')
export class ServerModerationController {
  constructor(
    private readonly people: AppPeople,
    private readonly administration: Administration,
  ) {}

  /** Closes all of a person's connections. They may come back, unless `revokeTokens` also ends what they signed in with. */
  @Post('disconnect')
  @HttpCode(HttpStatus.NO_CONTENT)
  @Scoped('moderation')
  disconnect(@Param('id') id: string, @Body(new BodyPipe(DisconnectDto)) { revokeTokens }: DisconnectDto): Promise<void> {
    return revokeTokens === true ? this.administration.signOut('backend', id) : this.people.disconnect(id);
  }

  /** Puts a person out of everything and keeps them out. Administrators are for administrators to deal with. */
  @Post('ban')
  @HttpCode(HttpStatus.NO_CONTENT)
  @Scoped('moderation')
  ban(@Param('id') id: string): Promise<void> {
    return this.administration.ban('backend', id);
  }

  /** Lets a person in again. */
  @Delete('ban')
  @HttpCode(HttpStatus.NO_CONTENT)
  @Scoped('moderation')
  unban(@Param('id') id: string): Promise<void> {
    return this.administration.unban('backend', id);
  }
}
