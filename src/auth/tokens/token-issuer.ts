import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { OWN_ISSUER } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';
import type { User } from '../../protocol/index.js';
import { ACCESS_AUDIENCE, CONNECTION_AUDIENCE } from './hs256-token-verifier.js';

export interface IssuedToken {
  token: string;
  /** ISO 8601. */
  expiresAt: string;
}

/** Makes our access tokens: HS256 with `sub`, `username`, `role` and the login session `sid`. */
@Injectable()
export class TokenIssuer {
  constructor(
    private readonly jwt: JwtService,
    private readonly config: AppConfig,
  ) {}

  async issue({ id, username, role }: User, sid: string): Promise<IssuedToken> {
    const exp = Math.floor(Date.now() / 1000) + this.config.auth.tokenLifetimeSeconds;
    const claims = { iss: OWN_ISSUER, aud: ACCESS_AUDIENCE, sub: id, username, role, sid, exp };
    const token = await this.jwt.signAsync(claims, { algorithm: 'HS256' });
    return { token, expiresAt: new Date(exp * 1000).toISOString() };
  }

  /**
   * For somebody whom the app vouches for. It says nothing but who they are: what the app says of them later counts, too. `now`: milliseconds
   * since 1970 by the clock that says until when tokens are revoked, whatever this node's own says.
   */
  async issueConnectionToken(userId: string, ttlSeconds: number, now: number): Promise<IssuedToken> {
    // Not only to the second: one that was made after others were revoked must count.
    const iat = now / 1000;
    const exp = Math.floor(iat) + ttlSeconds;
    const claims = { iss: OWN_ISSUER, aud: CONNECTION_AUDIENCE, sub: userId, iat, exp };
    const token = await this.jwt.signAsync(claims, { algorithm: 'HS256' });
    return { token, expiresAt: new Date(exp * 1000).toISOString() };
  }
}
