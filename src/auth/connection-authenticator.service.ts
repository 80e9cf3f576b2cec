import { Injectable } from '@nestjs/common';
import { AppError, guestId, newId } from '../common/index.js';
import { AppConfig } from '../config/index.js';
import type { DialectName, ErrorCode } from '../protocol/index.js';
import { ConnectionAuthenticator, type Credentials, type Identity } from '../realtime/index.js';
import { IdentityService } from './identity.service.js';
import { sessionTokens } from './tokens/next-auth/session-cookie.js';

/** Dialects whose clients know no login. */
const GUEST_DIALECTS: ReadonlySet<DialectName> = new Set(['group-study']);

/** What is told of a session that is none, no longer, or not for here; a better one may stand beside it. */
const NO_SESSION: ReadonlySet<ErrorCode> = new Set(['UNAUTHENTICATED', 'TOKEN_EXPIRED', 'SESSION_REVOKED', 'IDENTITY_CONFLICT']);

/** Says who a new connection is: once, when it is made. */
@Injectable()
export class ConnectionAuthenticatorService extends ConnectionAuthenticator {
  constructor(
    private readonly identities: IdentityService,
    private readonly config: AppConfig,
  ) {
    super();
  }

  override async authenticate({ token, cookie, dialect }: Credentials): Promise<Identity> {
    if (token !== undefined) return this.identities.identify(token);
    if (!GUEST_DIALECTS.has(dialect)) return this.identifyBySession(cookie ?? '');
    if (!this.config.auth.guestsAllowed) throw new AppError('GUESTS_NOT_ALLOWED');
    return newGuest();
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

/** A guest is new on every connection; the name they choose belongs to the room they join. */
function newGuest(): Identity {
  return {
    user: { id: guestId(newId()), username: null, name: 'Guest', avatarUrl: null, role: 'student', guest: true },
    issuer: 'guest',
    sessionId: null,
    verifiedAt: 0,
    expiresAt: null,
  };
}
