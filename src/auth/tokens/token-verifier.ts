import type { Role } from '../../protocol/index.js';

/** A person as another issuer's token describes them; null where it says nothing. */
export interface Person {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly avatarUrl: string | null;
  readonly role: Role;
}

/** One of our access tokens. Name and role are the database's to say, so they are not here. */
export interface OwnToken {
  readonly kind: 'own';
  readonly userId: string;
  readonly sessionId: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** A token that another issuer made. */
export interface ForeignToken {
  readonly kind: 'foreign';
  readonly issuer: string;
  readonly person: Person;
  /** Milliseconds since 1970; null where the token doesn't say. */
  readonly issuedAt: number | null;
  readonly expiresAt: number;
  /** We made it, at the word of the app's backend. */
  readonly byBackend?: true;
}

export type VerifiedToken = OwnToken | ForeignToken;

/** Tells what a token says, once it is sure that it may be believed. Throws `UNAUTHENTICATED`, `TOKEN_EXPIRED`, or `UNAVAILABLE` where it can't tell now. */
export abstract class TokenVerifier {
  abstract verify(token: string): Promise<VerifiedToken>;
}
