import { decodeProtectedHeader, errors, jwtDecrypt } from 'jose';
import { AppError } from '../../../common/index.js';
import { CLOCK_TOLERANCE, type Claims } from '../claims.js';
import { tokenRefusal } from '../token-refusal.js';
import { TokenVerifier, type ForeignToken } from '../token-verifier.js';
import { nextAuthToken } from './next-auth.js';
import { sessionKeys, type SessionKey } from './session-keys.js';

/** Encrypted session tokens as NextAuth 4 and Auth.js keep them in their cookie: who can make one knows the secret. */
export class SessionTokenVerifier extends TokenVerifier {
  private readonly keys: readonly SessionKey[];

  constructor(secrets: readonly string[]) {
    super();
    this.keys = sessionKeys(secrets);
  }

  async verify(token: string): Promise<ForeignToken> {
    try {
      return nextAuthToken(await this.decrypted(token));
    } catch (error) {
      throw tokenRefusal(error);
    }
  }

  private async decrypted(token: string): Promise<Claims> {
    let refusal: unknown = new AppError('UNAUTHENTICATED');
    for (const { key, encryption } of this.keysFor(token)) {
      try {
        const { payload } = await jwtDecrypt(token, key, {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: [encryption],
          clockTolerance: CLOCK_TOLERANCE,
        });
        return payload;
      } catch (error) {
        refusal = error;
        // Under its own key it is opened, and refused for what it says.
        if (!(error instanceof errors.JWEDecryptionFailed)) break;
      }
    }
    throw refusal;
  }

  /** Where the token names its key there is one to try, or none. */
  private keysFor(token: string): readonly SessionKey[] {
    const { enc, kid } = decodeProtectedHeader(token);
    return this.keys.filter((key) => key.encryption === enc && (kid === undefined || key.kid === undefined || key.kid === kid));
  }
}
