import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { AppError, isUuid } from '../../common/index.js';
import { type Claims, personFrom } from './foreign-person.js';
import { OWN_ISSUER, TokenVerifier, type VerifiedToken } from './token-verifier.js';

/** `aud` of an access token: whatever else we sign under the same secret has another one. */
export const ACCESS_AUDIENCE = 'lyceum:access';

/** Who vouches for people that came with a token of the app's own backend. */
export const APP_ISSUER = 'app';

/** Clocks of several machines differ by so many seconds. */
const CLOCK_TOLERANCE = 15;

/** The last second that a Date can hold. */
const LAST_SECOND = 8.64e12;

/** Tokens under `JWT_SECRET`: ours, and those of the app's own backend that shares the secret. */
@Injectable()
export class Hs256TokenVerifier extends TokenVerifier {
  constructor(private readonly jwt: JwtService) {
    super();
  }

  async verify(token: string): Promise<VerifiedToken> {
    const claims = await this.signedClaims(token);
    const expiresAt = expiryOf(claims);
    const { iss, aud, sub, sid, iat } = claims;
    if (iss !== OWN_ISSUER) {
      const issuedAt = typeof iat === 'number' ? iat * 1000 : null;
      return { kind: 'foreign', issuer: APP_ISSUER, person: personFrom(claims), issuedAt, expiresAt };
    }
    if (aud !== ACCESS_AUDIENCE || typeof sub !== 'string' || !isUuid(sid)) throw new AppError('UNAUTHENTICATED');
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

function expiryOf({ exp }: Claims): number {
  if (typeof exp !== 'number' || !(exp <= LAST_SECOND)) {
    throw new AppError('UNAUTHENTICATED', { message: 'The token must say when it expires (exp).' });
  }
  return Math.floor(exp * 1000);
}
