import { Injectable } from '@nestjs/common';
import { AppError, newGuestId } from '../common/index.js';
import { AppConfig } from '../config/index.js';
import type { DialectName, ErrorCode, User } from '../protocol/index.js';
import { ConnectionAuthenticator, type Claim, type Credentials, type Identity } from '../realtime/index.js';
import { assertAgrees } from './guests/agreement.js';
import { Guests } from './guests/guests.service.js';
import { IdentityService } from './identity.service.js';
import { sessionTokens } from './tokens/next-auth/session-cookie.js';

/** Dialects whose clients know no login. */
const GUEST_DIALECTS: ReadonlySet<DialectName> = new Set(['group-study']);
/** Dialects whose clients say who they are, with a token that proves it or without one. */
const CLAIMING_DIALECTS: ReadonlySet<DialectName> = new Set(['instant-mentor']);

const NOTHING_CLAIMED: Claim = { userId: undefined, userRole: undefined };

/** What is told of a session that is none, no longer, or not for here; a better one may stand beside it. */
const NO_SESSION: ReadonlySet<ErrorCode> = new Set(['UNAUTHENTICATED', 'TOKEN_EXPIRED', 'SESSION_REVOKED', 'IDENTITY_CONFLICT']);

/** Says who a new connection is: once, when it is made. */
@Injectable()
export class ConnectionAuthenticatorService extends ConnectionAuthenticator {
  constructor(
    private readonly identities: IdentityService,
    private readonly guests: Guests,
    private readonly config: AppConfig,
  ) {
    super();
  }

  override async authenticate({ token, cookie, claim, guestKey, dialect }: Credentials): Promise<Identity> {
    if (CLAIMING_DIALECTS.has(dialect)) return this.identifyClaimant(token, claim);
    if (token !== undefined) return this.identities.identify(token);
    if (dialect === 'lyceum' && guestKey !== undefined) {
      this.assertGuestsAllowed();
      return identityOf(await this.guests.withKey(guestKey));
    }
    if (!GUEST_DIALECTS.has(dialect)) return this.identifyBySession(cookie ?? '');
    this.assertGuestsAllowed();
    return identityOf(newGuest());
  }

  /** These clients send an empty token where they have none. */
  private async identifyClaimant(token: string | undefined, claim: Claim = NOTHING_CLAIMED): Promise<Identity> {
    if (token !== undefined && token !== '') {
      const identity = await this.identities.identify(token);
      assertAgrees(claim, identity.user);
      return identity;
    }
    this.assertGuestsAllowed();
    return identityOf(await this.guests.claim(claim));
  }

  private assertGuestsAllowed(): void {
    if (!this.config.auth.guestsAllowed) throw new AppError('GUESTS_NOT_ALLOWED');
  }

  /** A browser may hold a session that is over beside the one that counts. */
  private async identifyBySession(cookie: string): Promise<Identity> {
    let refusal: AppError | undefined;
    for (const token of sessionTokens(cookie)) {
      try {
        return await this.identities.identify(token);
      } catch (error) {
        if (!(error instanceof AppError) || !NO_SESSION.has(error.code)) throw error;
        refusal ??= error;
      }
    }
    throw refusal ?? new AppError('UNAUTHENTICATED');
  }
}

function identityOf(guest: User): Identity {
  return { user: guest, issuer: 'guest', sessionId: null, verifiedAt: 0, expiresAt: null };
}

/** A guest is new on every connection; the name they choose belongs to the room they join. */
function newGuest(): User {
  return { id: newGuestId(), username: null, name: 'Guest', avatarUrl: null, role: 'student', guest: true };
}
