import type { User } from '../../protocol/index.js';

/** Who a connection is. Fixed for its life; only the expiry can be moved, by a new token of the same person. */
export interface Identity {
  readonly user: User;
  /** Who vouches for the person: `lyceum`, `app`, `nextauth`, `guest`, or the `iss` of an identity provider. */
  readonly issuer: string;
  /** Login session of a token we issued. */
  readonly sessionId: string | null;
  /** When its right to be here was looked up, by the database's clock, in microseconds; see `Revocation`. */
  readonly verifiedAt: number;
  /** Milliseconds since 1970; null: does not expire (guests). */
  readonly expiresAt: number | null;
  /** It came with a token that the app's backend got for the person. */
  readonly byBackend?: true;
}
