import { jwtVerify } from 'jose';
import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto';
import { AppError } from '../../../common/index.js';
import { CLOCK_TOLERANCE } from '../claims.js';
import { tokenRefusal } from '../token-refusal.js';
import { TokenVerifier, type ForeignToken } from '../token-verifier.js';
import { nextAuthToken } from './next-auth.js';

/** HS256 tokens that a Next.js app signs for its clients with one of its NextAuth secrets. */
export class SignedTokenVerifier extends TokenVerifier {
  private readonly keys: readonly KeyObject[];

  constructor(secrets: readonly string[]) {
    super();
    this.keys = secrets.map((secret) => createSecretKey(secret, 'utf8'));
  }

  /** Whether it was signed with one of these secrets; it may be bad for another reason. */
  knows(token: string): boolean {
    return this.keyOf(token) !== undefined;
  }

  async verify(token: string): Promise<ForeignToken> {
    const key = this.keyOf(token);
    if (key === undefined) throw new AppError('UNAUTHENTICATED');
    try {
      const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], clockTolerance: CLOCK_TOLERANCE });
      return nextAuthToken(payload);
    } catch (error) {
      throw tokenRefusal(error);
    }
  }

  private keyOf(token: string): KeyObject | undefined {
    const end = token.lastIndexOf('.');
    const signature = Buffer.from(token.slice(end + 1), 'base64url');
    return this.keys.find((key) => {
      const expected = createHmac('sha256', key).update(token.slice(0, end)).digest();
      return signature.length === expected.length && timingSafeEqual(signature, expected);
    });
  }
}
