import type { Claims } from '../claims.js';
import { foreignToken } from '../foreign-token.js';
import type { ForeignToken } from '../token-verifier.js';

/** Who vouches for people that a Next.js app signed in. */
export const NEXT_AUTH_ISSUER = 'nextauth';

/** An app that puts its own id beside NextAuth's `sub` means its own. */
const ID_CLAIMS = ['id', 'sub'];

export function nextAuthToken(claims: Claims): ForeignToken {
  return foreignToken(NEXT_AUTH_ISSUER, claims, ID_CLAIMS);
}
