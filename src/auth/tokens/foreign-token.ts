import { type Claims, expiryOf, issuedAtOf } from './claims.js';
import { personFrom } from './foreign-person.js';
import type { ForeignToken } from './token-verifier.js';

/** What a token says whose signature or seal of another issuer was good. `idClaims` may hold the person's id; the first that does counts. */
export function foreignToken(issuer: string, claims: Claims, idClaims?: readonly string[]): ForeignToken {
  return {
    kind: 'foreign',
    issuer,
    person: personFrom(claims, idClaims),
    issuedAt: issuedAtOf(claims),
    expiresAt: expiryOf(claims),
  };
}
