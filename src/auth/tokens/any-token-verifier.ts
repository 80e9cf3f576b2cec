import { AppError, OWN_ISSUER } from '../../common/index.js';
import { PUBLIC_KEY_ALGORITHMS, type JwksTokenVerifier } from './jwks/jwks-token-verifier.js';
import type { SessionTokenVerifier } from './next-auth/session-token-verifier.js';
import type { SignedTokenVerifier } from './next-auth/signed-token-verifier.js';
import { kindOf } from './token-kind.js';
import { TokenVerifier, type VerifiedToken } from './token-verifier.js';

export interface Verifiers {
  /** Under `JWT_SECRET`: always there. */
  readonly shared: TokenVerifier;
  readonly nextAuth?: { readonly signed: SignedTokenVerifier; readonly session: SessionTokenVerifier };
  readonly jwks?: JwksTokenVerifier;
}

/** Has each token verified by the one whose token it is; each of those takes its own algorithms and keys, and nothing else. */
export class AnyTokenVerifier extends TokenVerifier {
  constructor(private readonly verifiers: Verifiers) {
    super();
  }

  async verify(token: string): Promise<VerifiedToken> {
    const verifier = this.verifierOf(token);
    if (verifier === undefined) throw new AppError('UNAUTHENTICATED');
    return verifier.verify(token);
  }

  private verifierOf(token: string): TokenVerifier | undefined {
    const { shared, nextAuth, jwks } = this.verifiers;
    const kind = kindOf(token);
    if (kind === undefined) return undefined;
    if (kind.form === 'encrypted') return nextAuth?.session;
    // A key of somebody else's choosing is not even looked for.
    if (PUBLIC_KEY_ALGORITHMS.includes(kind.alg ?? '')) return kind.iss === jwks?.issuer ? jwks : undefined;
    // The tokens of two backends look alike; who signed it tells. Where both have one secret it is NextAuth's, as its sessions are.
    return kind.iss !== OWN_ISSUER && nextAuth?.signed.knows(token) === true ? nextAuth.signed : shared;
  }
}
