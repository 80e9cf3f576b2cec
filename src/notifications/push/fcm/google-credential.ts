import type { Credential, GoogleOAuthAccessToken } from 'firebase-admin/app';
import { SignJWT } from 'jose';
import { createPrivateKey } from 'node:crypto';
import { request, type Agent } from 'node:https';
import { json } from 'node:stream/consumers';
import type { IncomingMessage } from 'node:http';
import type { FcmServiceAccount } from '../../../config/index.js';

const TOKEN_URL = 'https://oauth2.googleapis.com/token';
const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const TIMEOUT_MS = 10_000;

/**
 * Tokens for a service account (RFC 7523), for nothing but sending. Firebase's own credential asks for more than that, and makes its
 * connections past the agent it is given.
 */
export class GoogleCredential implements Credential {
  constructor(
    private readonly account: FcmServiceAccount,
    private readonly agent?: Agent,
  ) {}

  /** Firebase keeps it until it is nearly over. */
  async getAccessToken(): Promise<GoogleOAuthAccessToken> {
    const form = new URLSearchParams({ grant_type: GRANT, assertion: await this.assertion() }).toString();
    const response = await this.post(form);
    if (response.statusCode !== 200) {
      response.resume();
      throw new Error(`Google gives this service account no token (${response.statusCode ?? 0})`);
    }
    const { access_token, expires_in } = (await json(response)) as GoogleOAuthAccessToken;
    return { access_token, expires_in };
  }

  private assertion(): Promise<string> {
    const { clientEmail, privateKey } = this.account;
    return new SignJWT({ scope: SCOPE })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
      .setIssuer(clientEmail)
      .setAudience(TOKEN_URL)
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(createPrivateKey(privateKey));
  }

  private post(form: string): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const sent = request(TOKEN_URL, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(form) },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        ...(this.agent && { agent: this.agent }),
      });
      sent.on('response', resolve);
      sent.on('error', reject);
      sent.end(form);
    });
  }
}
