import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { LoginSessionRepository } from './login-session.repository.js';
import { RefreshTokenRepository } from './refresh-token.repository.js';

const EVERY_MS = 60_000;
/** What one look removes at most, so that it holds nobody up. */
const AT_MOST = 500;

/** Forgets refresh tokens and login sessions that have run out, a few at a time. */
@Injectable()
export class ExpiredSessions implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('LoginSessions');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly sessions: LoginSessionRepository,
    private readonly refreshTokens: RefreshTokenRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.remove().catch((error: unknown) => {
        this.logger.warn({ err: error }, 'Expired login sessions could not be removed now; the next look will');
      });
    }, EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Tokens first: a session is kept until it has none. */
  async remove(): Promise<void> {
    await this.refreshTokens.removeExpired(AT_MOST);
    await this.sessions.removeExpired(AT_MOST);
  }
}
