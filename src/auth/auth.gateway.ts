import { ConnectedSocket, MessageBody, WebSocketGateway } from '@nestjs/websockets';
import { AppError } from '../common/index.js';
import type { Account, AnswerOf } from '../protocol/index.js';
import { Command, type Connection } from '../realtime/index.js';
import { AuthService } from './auth.service.js';
import { MeDto } from './dto/me.dto.js';
import { RefreshDto } from './dto/refresh.dto.js';
import { IdentityService } from './identity.service.js';

@WebSocketGateway()
export class AuthGateway {
  constructor(
    private readonly auth: AuthService,
    private readonly identities: IdentityService,
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
}
