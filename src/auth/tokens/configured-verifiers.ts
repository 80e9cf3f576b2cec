import type { JwtService } from '@nestjs/jwt';
import type { AppConfig } from '../../config/index.js';
import { AnyTokenVerifier, type Verifiers } from './any-token-verifier.js';
import { Hs256TokenVerifier } from './hs256-token-verifier.js';
import { fetchKeySet } from './jwks/fetch-key-set.js';
import { JwksTokenVerifier } from './jwks/jwks-token-verifier.js';
import { RemoteKeys } from './jwks/remote-keys.js';
import { SessionTokenVerifier } from './next-auth/session-token-verifier.js';
import { SignedTokenVerifier } from './next-auth/signed-token-verifier.js';
import type { TokenVerifier } from './token-verifier.js';

/** The verifier of all tokens that this gateway was set up to take. */
export function configuredVerifier(jwt: JwtService, { issuers }: Pick<AppConfig, 'issuers'>): TokenVerifier {
  const { nextAuthSecrets, jwksUrl, jwtIssuer, jwtAudiences } = issuers;
  const shared = new Hs256TokenVerifier(jwt);
  // Nothing to choose from: what is no token of that kind it refuses itself.
  if (nextAuthSecrets.length === 0 && jwksUrl === undefined) return shared;
  const verifiers: Verifiers = {
    shared,
    ...(nextAuthSecrets.length === 0
      ? {}
      : {
          nextAuth: {
            signed: new SignedTokenVerifier(nextAuthSecrets),
            session: new SessionTokenVerifier(nextAuthSecrets),
          },
        }),
    ...(jwksUrl === undefined || jwtIssuer === undefined
      ? {}
      : {
          jwks: new JwksTokenVerifier({
            issuer: jwtIssuer,
            audiences: jwtAudiences,
            findKey: new RemoteKeys(() => fetchKeySet(jwksUrl)).find,
          }),
        }),
  };
  return new AnyTokenVerifier(verifiers);
}
