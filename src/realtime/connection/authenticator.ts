import type { DialectName } from '../../protocol/index.js';
import type { Identity } from './identity.js';

/** Who a client says it is. No proof of anything. */
export interface Claim {
  readonly userId: string | undefined;
  readonly userRole: string | undefined;
}

/** What a client showed when it connected. */
export interface Credentials {
  /** Undefined when none was shown; an empty one counts as shown. */
  readonly token: string | undefined;
  /** The `Cookie` header of a web page that may act for its user here; undefined for any other, and for what is no web page. */
  readonly cookie: string | undefined;
  /** Absent: nothing was claimed. */
  readonly claim?: Claim;
  /** What a canonical client that has no account made up to be known again by; a secret of its own. */
  readonly guestKey?: string;
  readonly dialect: DialectName;
}

/**
 * What the realtime layer needs of the auth feature; bound in the app module.
 * Refuses with an `AppError`: `UNAUTHENTICATED`, `TOKEN_EXPIRED`, `IDENTITY_CONFLICT`, `GUESTS_NOT_ALLOWED`, `FORBIDDEN` (banned), `UNAVAILABLE`.
 */
export abstract class ConnectionAuthenticator {
  abstract authenticate(credentials: Credentials): Promise<Identity>;
}
