import { Injectable, Logger } from '@nestjs/common';
import { AppError, isGuestId, OWN_ISSUER } from '../common/index.js';
import type { Identity } from '../realtime/index.js';
import { aboveBackends } from './above-backends.js';
import { banned } from './banned.js';
import { LoginSessions } from './sessions/login-sessions.service.js';
import { TokenHolderRepository, type Holder, type TokenHolder } from './token-holder.repository.js';
import { TokenVerifier, type ForeignToken, type OwnToken, type Person } from './tokens/token-verifier.js';
import { presentUser } from './user.presenter.js';
import { UserRepository, type Particulars } from './user.repository.js';

/** From a token to the person it speaks for, with one question to the database for people who are known. */
@Injectable()
export class IdentityService {
  private readonly logger = new Logger('Identity');

  constructor(
    private readonly verifier: TokenVerifier,
    private readonly holders: TokenHolderRepository,
    private readonly users: UserRepository,
    private readonly sessions: LoginSessions,
  ) {}

  /** Throws `UNAUTHENTICATED`, `TOKEN_EXPIRED`, `SESSION_REVOKED`, `IDENTITY_CONFLICT`, `UNAVAILABLE`, or `FORBIDDEN` for a banned person. */
  async identify(token: string): Promise<Identity> {
    const verified = await this.verifier.verify(token);
    const { user, moment } = verified.kind === 'own' ? await this.registered(verified) : await this.vouchedFor(verified);
    return {
      user: presentUser(user),
      issuer: user.issuer,
      sessionId: verified.kind === 'own' ? verified.sessionId : null,
      verifiedAt: moment,
      expiresAt: verified.expiresAt,
      ...(verified.kind === 'foreign' && verified.byBackend === true ? { byBackend: true } : {}),
    };
  }

  private async registered({ userId, sessionId }: OwnToken): Promise<TokenHolder> {
    const holder = await this.holders.find(userId, sessionId);
    if (holder === null) throw new AppError('UNAUTHENTICATED', { message: 'This account no longer exists.' });
    if (holder.user.issuer !== OWN_ISSUER) throw new AppError('IDENTITY_CONFLICT');
    refuseBanned(holder.user);
    if (!holder.hasSession) throw new AppError('SESSION_REVOKED');
    if (holder.isUnseen) this.noteUse(sessionId);
    return holder;
  }

  private async vouchedFor({ issuer, person, issuedAt, byBackend }: ForeignToken): Promise<TokenHolder> {
    if (isGuestId(person.id)) throw new AppError('IDENTITY_CONFLICT');
    const holder = (await this.holders.find(person.id, null)) ?? (await this.firstSight(issuer, person));
    const { user } = holder;
    if (user.issuer !== issuer) throw new AppError('IDENTITY_CONFLICT');
    refuseBanned(user);
    if (byBackend === true && user.role === 'admin') throw aboveBackends();
    // A token that doesn't say when it was made can't be told from a later one: only a ban, or its expiry, ends it.
    if (user.tokensValidAfter !== null && issuedAt !== null && issuedAt <= user.tokensValidAfter.getTime()) {
      throw new AppError('SESSION_REVOKED');
    }
    const news = newsOf(user, person);
    if (Object.keys(news).length === 0) return holder;
    await this.users.update(user.id, news);
    return { ...holder, user: { ...user, ...news } };
  }

  private async firstSight(issuer: string, person: Person): Promise<TokenHolder> {
    const holder = (await this.holders.add(issuer, person)) ?? (await this.holders.find(person.id, null));
    if (holder === null) throw new AppError('UNAVAILABLE');
    return holder;
  }

  /** Nobody waits for it. */
  private noteUse(sessionId: string): void {
    this.sessions.noteUse(sessionId).catch((error: unknown) => {
      this.logger.debug({ err: error }, 'The use of a login session could not be noted');
    });
  }
}

function refuseBanned({ bannedAt }: Holder): void {
  if (bannedAt !== null) throw banned();
}

/** What the issuer says otherwise than we know it. Its silence changes nothing; the role is ours once we know the person. */
function newsOf(user: Holder, { name, email, avatarUrl }: Person): Particulars {
  return {
    ...(name !== null && name !== user.name ? { name } : {}),
    ...(email !== null && email !== user.email ? { email } : {}),
    ...(avatarUrl !== null && avatarUrl !== user.avatarUrl ? { avatarUrl } : {}),
  };
}
