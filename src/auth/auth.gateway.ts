import { Logger } from '@nestjs/common';
import { ConnectedSocket, MessageBody, WebSocketGateway } from '@nestjs/websockets';
import { AppError } from '../common/index.js';
import type { Account, AnswerOf } from '../protocol/index.js';
import { Command, type Connection } from '../realtime/index.js';
import { AuthService } from './auth.service.js';
import { MeDto } from './dto/me.dto.js';
import { RefreshDto } from './dto/refresh.dto.js';
import { RevokeDto } from './dto/revoke.dto.js';
import { SessionsDto } from './dto/sessions.dto.js';
import { IdentityService } from './identity.service.js';
import { LoginSessions } from './sessions/login-sessions.service.js';

@WebSocketGateway()
export class AuthGateway {
  private readonly logger = new Logger('AuthGateway');

  constructor(
    private readonly auth: AuthService,
    private readonly identities: IdentityService,
    private readonly sessions: LoginSessions,
  ) {}

  @Command('auth:me', MeDto)
  async me(@ConnectedSocket() { user }: Connection): Promise<Account> {
    // A guest is who their connection says, and nowhere else.
    return user.guest ? { ...user, email: null } : this.auth.account(user.id);
  }

  @Command('auth:refresh', RefreshDto)
  async refresh(
    @ConnectedSocket() connection: Connection,
    @MessageBody() { token }: RefreshDto,
  ): Promise<AnswerOf<'auth:refresh'>> {
    const identity = await this.identities.identify(token);
    if (identity.user.id !== connection.user.id) {
      throw new AppError('IDENTITY_CONFLICT', { message: 'This token is someone else’s. Open a new connection with it.' });
    }
    connection.renew(identity);
    return { expiresAt: identity.expiresAt === null ? null : new Date(identity.expiresAt).toISOString() };
  }

  @Command('auth:sessions', SessionsDto)
  async listSessions(@ConnectedSocket() { user, identity }: Connection): Promise<AnswerOf<'auth:sessions'>> {
    return { sessions: await this.sessions.list(user.id, identity.sessionId) };
  }

  @Command('auth:revoke', RevokeDto)
  async revoke(
    @ConnectedSocket() { user, identity }: Connection,
    @MessageBody() { sid }: RevokeDto,
  ): Promise<AnswerOf<'auth:revoke'>> {
    const revocation = await this.sessions.end(user.id, sid);
    if (sid !== identity.sessionId) await this.sessions.spread(revocation);
    // The asker's own connection is answered before it is closed.
    else setImmediate(() => void this.sessions.spread(revocation).catch((error: unknown) => this.logger.warn({ err: error })));
    return { sid };
  }
}
