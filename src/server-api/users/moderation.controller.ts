import { Body, Controller, Delete, HttpCode, HttpStatus, Param, Post } from '@nestjs/common';
import { Administration, AppPeople } from '../../auth/index.js';
import { BodyPipe } from '../../common/body.pipe.js';
import { Scoped } from '../requests/scoped.decorator.js';
import { DisconnectDto } from './dto/disconnect.dto.js';

/** Puts people out. */
@Controller('api/server/users/:id')
export class ServerModerationController {
  constructor(
    private readonly people: AppPeople,
    private readonly administration: Administration,
  ) {}

  @Post('disconnect')
  @HttpCode(HttpStatus.NO_CONTENT)
  @Scoped('moderation')
  disconnect(@Param('id') id: string, @Body(new BodyPipe(DisconnectDto)) { revokeTokens }: DisconnectDto): Promise<void> {
    return revokeTokens === true ? this.administration.signOut('backend', id) : this.people.disconnect(id);
  }

  @Post('ban')
  @HttpCode(HttpStatus.NO_CONTENT)
  @Scoped('moderation')
  ban(@Param('id') id: string): Promise<void> {
    return this.administration.ban('backend', id);
  }

  @Delete('ban')
  @HttpCode(HttpStatus.NO_CONTENT)
  @Scoped('moderation')
  unban(@Param('id') id: string): Promise<void> {
    return this.administration.unban('backend', id);
  }
}
