import { Injectable } from '@nestjs/common';
import { AppError, guestId, newId } from '../common/index.js';
import { AppConfig } from '../config/index.js';
import type { DialectName } from '../protocol/index.js';
import { ConnectionAuthenticator, type Credentials, type Identity } from '../realtime/index.js';
import { IdentityService } from './identity.service.js';

/** Dialects whose clients know no login. */
const GUEST_DIALECTS: ReadonlySet<DialectName> = new Set(['group-study']);

/** Says who a new connection is: once, when it is made. */
@Injectable()
export class ConnectionAuthenticatorService extends ConnectionAuthenticator {
  constructor(
    private readonly identities: IdentityService,
    private readonly config: AppConfig,
  ) {
    super();
  }

  override async authenticate({ token, dialect }: Credentials): Promise<Identity> {
    if (token !== undefined) return this.identities.identify(token);
    if (!GUEST_DIALECTS.has(dialect)) throw new AppError('UNAUTHENTICATED');
    if (!this.config.auth.guestsAllowed) throw new AppError('GUESTS_NOT_ALLOWED');
    return newGuest();
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
