import { Controller, Delete, Get, HttpCode, HttpStatus, Param, UseGuards } from '@nestjs/common';
import { Refuses } from '../../common/documented.js';
import type { LoginSession } from '../../protocol/index.js';
import type { Identity } from '../../realtime/index.js';
import { BearerGuard } from '../http/bearer.guard.js';
import { CurrentIdentity } from '../http/current-identity.decorator.js';
import { LoginSessions } from './login-sessions.service.js';

/** A person's own login sessions. */
@Controller('api/auth/sessions')
@UseGuards(BearerGuard)
export class LoginSessionsController {
  constructor(private readonly sessions: LoginSessions) {}

  /** One's login sessions that are not over, newest first. */
  @Get()
  async list(@CurrentIdentity() { user, sessionId }: Identity): Promise<{ sessions: LoginSession[] }> {
    return { sessions: await this.sessions.list(user.id, sessionId) };
  }

  /** Ends one of one's login sessions: its tokens are refused and its connections closed. */
  @Delete(':sid')
  @Refuses('NOT_FOUND')
  @HttpCode(HttpStatus.NO_CONTENT)
  async end(@CurrentIdentity() { user }: Identity, @Param('sid') sid: string): Promise<void> {
    await this.sessions.spread(await this.sessions.end(user.id, sid));
  }
}
