import { generateKeyPairSync, randomBytes } from 'node:crypto';
import jwt, { type Algorithm, type Secret } from 'jsonwebtoken';
import { TEST_JWT_SECRET } from './gateway.js';
import type { JsonObject } from './inbox.js';

export interface TokenOptions {
  secret?: Secret;
  algorithm?: Algorithm;
  /** Seconds from now; null leaves `exp` out. */
  expiresIn?: number | null;
}

/** An id that no other test uses. */
export function newId(stem: string): string {
  return `${stem}-${randomBytes(5).toString('hex')}`;
}

/** Seconds since 1970, as JWTs count. */
export function secondsFromNow(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}

/** A token as an app's own backend makes it: HS256 under the shared secret, no `iss`, no `sid`. */
export function appToken(claims: JsonObject, options: TokenOptions = {}): string {
  const { secret = TEST_JWT_SECRET, algorithm = 'HS256', expiresIn = 3_600 } = options;
  const payload = expiresIn === null ? claims : { ...claims, exp: secondsFromNow(expiresIn) };
  return jwt.sign(payload, secret, { algorithm });
}

/** A token that claims to need no signature. */
export function unsignedToken(claims: JsonObject): string {
  return `${encode({ alg: 'none', typ: 'JWT' })}.${encode({ ...claims, exp: secondsFromNow(3_600) })}.`;
}

/** A good token with its signature cut off. */
export function strippedToken(claims: JsonObject): string {
  return appToken(claims).replace(/[^.]*$/, '');
}

/** Tokens that must be refused, by what is wrong with them. */
export function badTokens(claims: JsonObject): Record<string, string> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ours = { ...claims, sub: newId('nobody'), iss: 'lyceum', aud: 'lyceum:access' };
  return {
    'an empty token': '',
    'something that is no token': 'not.a.token',
    'a token without a signature': strippedToken(claims),
    'a token of algorithm none': unsignedToken(claims),
    'a token under another secret': appToken(claims, { secret: 'another secret that is long enough to sign with' }),
    'a token signed with HS512': appToken(claims, { algorithm: 'HS512' }),
    'a token signed with RS256': appToken(claims, { secret: privateKey, algorithm: 'RS256' }),
    // To a verifier that lets the token choose, a public key is a secret that everybody knows.
    'a token signed with HS256 under an RSA public key': appToken(claims, {
      secret: publicKey.export({ type: 'spki', format: 'pem' }),
    }),
    'a token in our name for another audience': appToken({ ...ours, aud: 'lyceum:refresh' }),
    'a token in our name for no audience': appToken({ ...claims, iss: 'lyceum' }),
    'a token in our name of somebody we do not know': appToken(ours),
    'a token without exp': appToken(claims, { expiresIn: null }),
    'a token that is not valid yet': appToken({ ...claims, nbf: secondsFromNow(1_800) }),
    'a token of nobody': appToken({ name: 'Nobody' }),
  };
}

function encode(part: JsonObject): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
