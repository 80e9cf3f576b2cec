import { Injectable } from '@nestjs/common';
import { AppError, isUuid, networkOf, newId, type Revocation } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';
import { Database, type Transaction } from '../../database/index.js';
import type { LoginSession, User } from '../../protocol/index.js';
import { banned } from '../banned.js';
import { Revocations } from '../revocations/revocations.service.js';
import { AttemptLimits } from '../sign-in/attempt-limits.js';
import { BoundedLine } from '../sign-in/bounded-line.js';
import { newSecret, secretHash } from '../tokens/random-secret.js';
import { TokenIssuer } from '../tokens/token-issuer.js';
import type { UserEntity } from '../user.entity.js';
import { presentUser } from '../user.presenter.js';
import { UserRepository } from '../user.repository.js';
import { LoginSessionRepository } from './login-session.repository.js';
import { RefreshTokenRepository } from './refresh-token.repository.js';

/** Where a request comes from. */
export interface Client {
  address: string;
  userAgent: string | null;
}

/** What a person gets who registered, logged in or refreshed: an access token, and a refresh token that is good for the next one. */
export interface SignedIn {
  token: string;
  username: string;
  user: User;
  /** ISO 8601. */
  expiresAt: string;
  refreshToken: string;
  refreshExpiresAt: string;
}

/** A refresh token as it was just made. */
interface Granted {
  user: User;
  sid: string;
  refreshToken: string;
  refreshExpiresAt: Date;
}

/** Live sessions a person may have; the one used longest ago makes place for the next. */
const SESSIONS = 100;
/** Anybody may show something for a refresh token: all of them together use one in so many of the database's connections at most. */
const REFRESHING_SHARE = 4;
const REFRESHES_WAITING = 512;
/** The verifier's tolerance, generously: a session is remembered for longer than any token of it is taken. */
const MARGIN_SECONDS = 60;

/** Login sessions: begun with a password, carried on by refresh tokens, ended by their person or by a token that was used twice. */
@Injectable()
export class LoginSessions {
  private readonly refreshSeconds: number;
  private readonly lifetimeSeconds: number;
  private readonly refreshing: BoundedLine;

  constructor(
    { auth, database: { poolSize } }: AppConfig,
    private readonly database: Database,
    private readonly sessions: LoginSessionRepository,
    private readonly refreshTokens: RefreshTokenRepository,
    private readonly users: UserRepository,
    private readonly tokens: TokenIssuer,
    private readonly limits: AttemptLimits,
    private readonly revocations: Revocations,
  ) {
    this.refreshing = new BoundedLine(Math.ceil(poolSize / REFRESHING_SHARE), REFRESHES_WAITING);
    this.refreshSeconds = auth.refreshLifetimeSeconds;
    this.lifetimeSeconds = Math.max(auth.refreshLifetimeSeconds, auth.tokenLifetimeSeconds) + MARGIN_SECONDS;
  }

  /** Throws `INVALID_CREDENTIALS` if the password that was shown is another one meanwhile, `FORBIDDEN` for somebody banned. */
  async begin({ id, passwordHash }: Pick<UserEntity, 'id' | 'passwordHash'>, client: Client): Promise<SignedIn> {
    const [sid, refreshToken] = [newId(), newSecret()];
    const begun = await this.sessions.begin({
      sid,
      userId: id,
      passwordHash,
      ...client,
      lifetimeSeconds: this.lifetimeSeconds,
      refreshHash: secretHash(refreshToken),
      refreshSeconds: this.refreshSeconds,
    });
    if (begun === undefined) throw new AppError('INVALID_CREDENTIALS');
    if (begun.refreshExpiresAt === null) throw banned();
    if (begun.others >= SESSIONS) await this.endSurplus(id);
    return this.signedIn({ user: presentUser(begun), sid, refreshToken, refreshExpiresAt: begun.refreshExpiresAt });
  }

  /**
   * A new pair for a refresh token, which is used up by that. One that was used before is a copy in somebody else's hands, whoever
   * of the two comes second: the whole session ends. Throws `UNAUTHENTICATED`, `TOKEN_EXPIRED`, `SESSION_REVOKED`, `FORBIDDEN`, `RATE_LIMITED`, `UNAVAILABLE`.
   */
  refresh(refreshToken: string, address: string): Promise<SignedIn> {
    return this.refreshing.run(networkOf(address), () => this.refreshInTurn(refreshToken));
  }

  private async refreshInTurn(refreshToken: string): Promise<SignedIn> {
    const hash = secretHash(refreshToken);
    const sid = await this.refreshTokens.sessionOf(hash);
    if (sid === undefined) throw new AppError('UNAUTHENTICATED', { message: 'This refresh token is not known. Sign in again.' });
    await this.limits.admitRefresh(sid);
    const outcome = await this.database.transaction(async (tx) => {
      const session = await this.sessions.lock(tx, sid);
      const use = await this.refreshTokens.use(tx, hash);
      if (session?.isLive !== true) throw new AppError('SESSION_REVOKED');
      if (use === 'expired') throw new AppError('TOKEN_EXPIRED');
      if (use === 'again') return { reused: await this.endIn(tx, session.userId, sid) };
      const user = await this.users.findIn(tx, session.userId);
      if (user === null) throw new AppError('UNAUTHENTICATED');
      if (user.bannedAt !== null) throw banned();
      await this.sessions.extend(tx, sid, this.lifetimeSeconds);
      return { granted: await this.grant(tx, presentUser(user), sid) };
    });
    if (outcome.granted !== undefined) return this.signedIn(outcome.granted);
    await this.revocations.spread(outcome.reused);
    throw new AppError('SESSION_REVOKED', {
      message: 'This refresh token was used before, so its session was ended. Sign in again.',
    });
  }

  /** In place of all refresh tokens the session had. Call it under the person's lock. */
  async renew(tx: Transaction, user: UserEntity, sid: string): Promise<Granted> {
    const session = await this.sessions.lock(tx, sid);
    if (session?.isLive !== true) throw new AppError('SESSION_REVOKED');
    await this.refreshTokens.useAll(tx, sid);
    await this.sessions.extend(tx, sid, this.lifetimeSeconds);
    return this.grant(tx, presentUser(user), sid);
  }

  /** The pair as its owner gets it. */
  async signedIn({ user, sid, refreshToken, refreshExpiresAt }: Granted): Promise<SignedIn> {
    const { token, expiresAt } = await this.tokens.issue(user, sid);
    const username = user.username ?? user.id;
    return { token, username, user, expiresAt, refreshToken, refreshExpiresAt: refreshExpiresAt.toISOString() };
  }

  /** The person's sessions that are not over, newest first. */
  async list(userId: string, currentSid: string | null): Promise<LoginSession[]> {
    const sessions = await this.sessions.live(userId);
    return sessions.map(({ sid, createdAt, lastUsedAt, address, userAgent }) => ({
      sid,
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt.toISOString(),
      address,
      userAgent,
      current: sid === currentSid,
    }));
  }

  /**
   * Ends one of the person's own sessions: `NOT_FOUND` for any other. Its connections are closed when what is given back has been
   * given to `spread`.
   */
  async end(userId: string, sid: string): Promise<Revocation> {
    if (!isUuid(sid)) throw noSuchSession();
    return this.database.transaction(async (tx) => {
      if (!(await this.sessions.end(tx, userId, sid))) throw noSuchSession();
      return this.revocations.record(tx, { kind: 'session', userId, sessionId: sid });
    });
  }

  /** Ends all that the person has, but for one session, and what another issuer gave them. Call it under the person's lock. */
  async endAll(tx: Transaction, userId: string, why: { exceptSessionId?: string; banned?: boolean } = {}): Promise<Revocation> {
    const { exceptSessionId = null, banned: isBanned = false } = why;
    await this.sessions.endAll(tx, userId, exceptSessionId);
    if (exceptSessionId === null) await this.users.refuseOlderTokens(tx, userId);
    return this.revocations.record(tx, { kind: 'user', userId, exceptSessionId, banned: isBanned });
  }

  spread(revocation: Revocation): Promise<void> {
    return this.revocations.spread(revocation);
  }

  /** It has just shown a token. */
  noteUse(sid: string): Promise<void> {
    return this.sessions.touch(sid);
  }

  private async endSurplus(userId: string): Promise<void> {
    const revocations = await this.database.transaction(async (tx) => {
      await this.users.lock(tx, userId);
      const revoked: Revocation[] = [];
      for (const sessionId of await this.sessions.endSurplus(tx, userId, SESSIONS)) {
        revoked.push(await this.revocations.record(tx, { kind: 'session', userId, sessionId }));
      }
      return revoked;
    });
    for (const revocation of revocations) void this.revocations.spread(revocation);
  }

  private async endIn(tx: Transaction, userId: string, sid: string): Promise<Revocation> {
    await this.sessions.end(tx, userId, sid);
    return this.revocations.record(tx, { kind: 'session', userId, sessionId: sid });
  }

  private async grant(tx: Transaction, user: User, sid: string): Promise<Granted> {
    const refreshToken = newSecret();
    const refreshExpiresAt = await this.refreshTokens.add(tx, sid, secretHash(refreshToken), this.refreshSeconds);
    return { user, sid, refreshToken, refreshExpiresAt };
  }
}

function noSuchSession(): AppError {
  return new AppError('NOT_FOUND', { message: 'You have no such login session.' });
}
