import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { AppError, isStorable, isUuid, OWN_ISSUER } from '../../common/index.js';
import { CLOCK_TOLERANCE, type Claims, expiryOf } from './claims.js';
import { foreignToken } from './foreign-token.js';
import { TokenVerifier, type VerifiedToken } from './token-verifier.js';

/** `aud` of an access token: whatever else we sign under the same secret has another one. */
export const ACCESS_AUDIENCE = 'lyceum:access';

/** `aud` of a token that we made for somebody of the app, at the word of its backend. */
export const CONNECTION_AUDIENCE = 'lyceum:connect';

/** Who vouches for people that came with a token of the app's own backend. */
export const APP_ISSUER = 'app';

/** Tokens under `JWT_SECRET`: ours, and those of the app's own backend that shares the secret. */
@Injectable()
export class Hs256TokenVerifier extends TokenVerifier {
  constructor(private readonly jwt: JwtService) {
    super();
  }

  async verify(token: string): Promise<VerifiedToken> {
    const claims = await this.signedClaims(token);
    const { iss, aud, sub, sid } = claims;
    if (iss !== OWN_ISSUER) return foreignToken(APP_ISSUER, claims);
    if (aud === CONNECTION_AUDIENCE) return { ...foreignToken(APP_ISSUER, claims), byBackend: true };
    const expiresAt = expiryOf(claims);
    if (aud !== ACCESS_AUDIENCE || typeof sub !== 'string' || !isStorable(sub) || !isUuid(sid))
      throw new AppError('UNAUTHENTICATED');
    return { kind: 'own', userId: sub, sessionId: sid, expiresAt };
  }

  private async signedClaims(token: string): Promise<Claims> {
    try {
      // The algorithm is ours to say: a token must not choose how it is checked.
      const claims: unknown = await this.jwt.verifyAsync(token, { algorithms: ['HS256'], clockTolerance: CLOCK_TOLERANCE });
      if (typeof claims !== 'object' || claims === null) throw new AppError('UNAUTHENTICATED');
      return claims as Claims;
    } catch (error) {
      const hasExpired = error instanceof Error && error.name === 'TokenExpiredError';
      throw new AppError(hasExpired ? 'TOKEN_EXPIRED' : 'UNAUTHENTICATED', { cause: error });
    }
  }
}
