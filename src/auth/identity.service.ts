import { Injectable } from '@nestjs/common';
import { AppError, isGuestId } from '../common/index.js';
import type { Identity } from '../realtime/index.js';
import { OWN_ISSUER, TokenVerifier, type ForeignToken, type OwnToken, type Person } from './tokens/token-verifier.js';
import type { UserEntity } from './user.entity.js';
import { presentUser } from './user.presenter.js';
import { UserRepository, type Particulars } from './user.repository.js';

/** From a token to the person it speaks for, with one question to the database for people who are known. */
@Injectable()
export class IdentityService {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly users: UserRepository,
  ) {}

  /** Throws `UNAUTHENTICATED`, `TOKEN_EXPIRED`, `IDENTITY_CONFLICT`, or `FORBIDDEN` for a banned person. */
  async identify(token: string): Promise<Identity> {
    const verified = await this.verifier.verify(token);
    const user = verified.kind === 'own' ? await this.registered(verified) : await this.vouchedFor(verified);
    if (user.bannedAt !== null) throw new AppError('FORBIDDEN', { message: 'This account is banned.' });
    return {
      user: presentUser(user),
      issuer: user.issuer,
      sessionId: verified.kind === 'own' ? verified.sessionId : null,
      expiresAt: verified.expiresAt,
    };
  }

  private async registered({ userId }: OwnToken): Promise<UserEntity> {
    const user = await this.users.findById(userId);
    if (user === null) throw new AppError('UNAUTHENTICATED', { message: 'This account no longer exists.' });
    if (user.issuer !== OWN_ISSUER) throw new AppError('IDENTITY_CONFLICT');
    return user;
  }

  private async vouchedFor({ issuer, person }: ForeignToken): Promise<UserEntity> {
    if (isGuestId(person.id)) throw new AppError('IDENTITY_CONFLICT');
    const user = (await this.users.findById(person.id)) ?? (await this.users.addUnlessKnown(issuer, person));
    if (user.issuer !== issuer) throw new AppError('IDENTITY_CONFLICT');
    const news = newsOf(user, person);
    if (Object.keys(news).length === 0) return user;
    await this.users.update(user.id, news);
    return Object.assign(user, news);
  }
}

/** What the issuer says otherwise than we know it. Its silence changes nothing; the role is ours once we know the person. */
function newsOf(user: UserEntity, { name, email, avatarUrl }: Person): Particulars {
  return {
    ...(name !== null && name !== user.name ? { name } : {}),
    ...(email !== null && email !== user.email ? { email } : {}),
    ...(avatarUrl !== null && avatarUrl !== user.avatarUrl ? { avatarUrl } : {}),
  };
}
