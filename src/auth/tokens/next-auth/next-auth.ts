import { NEXT_AUTH_ISSUER } from '../../../common/index.js';
import type { Claims } from '../claims.js';
import { foreignToken } from '../foreign-token.js';
import type { ForeignToken } from '../token-verifier.js';

/** An app that puts its own id beside NextAuth's `sub` means its own. */
const ID_CLAIMS = ['id', 'sub'];

export function nextAuthToken(claims: Claims): ForeignToken {
  return foreignToken(NEXT_AUTH_ISSUER, claims, ID_CLAIMS);
}
