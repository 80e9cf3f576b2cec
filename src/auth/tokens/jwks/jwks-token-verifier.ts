import { jwtVerify, type JWTVerifyGetKey } from 'jose';
import { CLOCK_TOLERANCE } from '../claims.js';
import { foreignToken } from '../foreign-token.js';
import { tokenRefusal } from '../token-refusal.js';
import { TokenVerifier, type ForeignToken } from '../token-verifier.js';

/** Public keys only: a key that everybody can read must never be a shared secret. */
export const PUBLIC_KEY_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** Where another issuer's subject stands (OpenID Connect Core, 2). */
const ID_CLAIMS = ['sub'];

export interface PublicKeyIssuer {
  /** `iss` of its tokens; its people are kept under this name, so that another issuer's never mix with them. */
  readonly issuer: string;
  /** One of them must stand in `aud`; where there are none, `aud` is not looked at. */
  readonly audiences: readonly string[];
  readonly findKey: JWTVerifyGetKey;
}

/** Tokens that an identity provider signs with a key whose public half it shows. */
export class JwksTokenVerifier extends TokenVerifier {
  constructor(private readonly from: PublicKeyIssuer) {
    super();
  }

  get issuer(): string {
    return this.from.issuer;
  }

  async verify(token: string): Promise<ForeignToken> {
    const { issuer, audiences, findKey } = this.from;
    try {
      const { payload } = await jwtVerify(token, findKey, {
        algorithms: PUBLIC_KEY_ALGORITHMS,
        issuer,
        ...(audiences.length === 0 ? {} : { audience: [...audiences] }),
        clockTolerance: CLOCK_TOLERANCE,
      });
      return foreignToken(issuer, payload, ID_CLAIMS);
    } catch (error) {
      throw tokenRefusal(error);
    }
  }
}
