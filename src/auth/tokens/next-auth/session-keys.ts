import { createHash, hkdfSync } from 'node:crypto';

/** A key that session tokens are encrypted with, derived from one of the app's secrets. */
export interface SessionKey {
  readonly encryption: 'A256GCM' | 'A256CBC-HS512';
  /** As Auth.js names the key in a token's header; NextAuth v4 names none. */
  readonly kid: string | undefined;
  readonly key: Uint8Array;
}

/** Auth.js derives another key for each name the cookie may have: by default, and where the site is served by HTTPS. */
export const AUTH_JS_COOKIES = ['__Secure-authjs.session-token', 'authjs.session-token'] as const;

/** All keys that sessions under these secrets may be encrypted with. Deriving takes time, so it is done once. */
export function sessionKeys(secrets: readonly string[]): SessionKey[] {
  return secrets.flatMap((secret) => [nextAuthKey(secret), ...AUTH_JS_COOKIES.map((cookie) => authJsKey(secret, cookie))]);
}

/** As `next-auth` 4 derives it. */
function nextAuthKey(secret: string): SessionKey {
  const key = derived(secret, '', 'NextAuth.js Generated Encryption Key', 32);
  return { encryption: 'A256GCM', kid: undefined, key };
}

/** As `@auth/core`, on which `next-auth` 5 stands, derives it. */
function authJsKey(secret: string, cookie: string): SessionKey {
  const key = derived(secret, cookie, `Auth.js Generated Encryption Key (${cookie})`, 64);
  return { encryption: 'A256CBC-HS512', kid: thumbprintOf(key), key };
}

function derived(secret: string, salt: string, info: string, bytes: number): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, salt, info, bytes));
}

/** RFC 7638 with SHA-512. */
function thumbprintOf(key: Uint8Array): string {
  const jwk = JSON.stringify({ k: Buffer.from(key).toString('base64url'), kty: 'oct' });
  return createHash('sha512').update(jwk).digest('base64url');
}
