import { encode as encodeAuthJs } from '@auth/core/jwt';
import jwt from 'jsonwebtoken';
import { createRequire } from 'node:module';
import type { JsonObject } from './inbox.js';
import { secondsFromNow } from './tokens.js';

/** Secrets of Next.js apps: the current one, the one before it, and one that the gateway was never told. */
export const NEXTAUTH_SECRET = 'a secret of a Next.js app, with a comma in it';
export const FORMER_SECRET = 'the secret of that app before it was changed';
export const STRANGE_SECRET = 'a secret of some other app, as long as those';

const nextAuth4 = createRequire(import.meta.url)('next-auth/jwt') as {
  encode(of: { token: JsonObject; secret: string; maxAge: number }): Promise<string>;
};

export interface SessionOptions {
  secret?: string;
  /** Seconds from now. */
  expiresIn?: number;
}

/** Makes a token for a person; each kind as the app that uses it makes it. */
export type TokenMaker = (claims: JsonObject, options?: SessionOptions) => Promise<string>;

/** An HS256 token, as apps sign it for the clients of their own WebSocket server. */
export const signedToken: TokenMaker = (claims, { secret = NEXTAUTH_SECRET, expiresIn = 3_600 } = {}) =>
  Promise.resolve(jwt.sign({ ...claims, exp: secondsFromNow(expiresIn) }, secret, { algorithm: 'HS256' }));

/** The session of `next-auth` 4, made by itself. */
export const nextAuthSession: TokenMaker = (claims, { secret = NEXTAUTH_SECRET, expiresIn = 3_600 } = {}) =>
  nextAuth4.encode({ token: claims, secret, maxAge: expiresIn });

/** The session of Auth.js 5, made by `@auth/core` itself: its key depends on the cookie's name. */
export function authJsSession(cookie: string): TokenMaker {
  return (claims, { secret = NEXTAUTH_SECRET, expiresIn = 3_600 } = {}) =>
    encodeAuthJs({ token: claims, secret, salt: cookie, maxAge: expiresIn });
}

/** All kinds of tokens, by name. */
export const TOKEN_MAKERS: [string, TokenMaker][] = [
  ['a token signed with HS256', signedToken],
  ['a session of NextAuth 4', nextAuthSession],
  ['a session of Auth.js 5', authJsSession('authjs.session-token')],
  ['a session of Auth.js 5 on HTTPS', authJsSession('__Secure-authjs.session-token')],
];

/** All names of the session cookie, and who makes its value. */
export const SESSION_COOKIES: [string, TokenMaker][] = [
  ['next-auth.session-token', nextAuthSession],
  ['__Secure-next-auth.session-token', nextAuthSession],
  ['authjs.session-token', authJsSession('authjs.session-token')],
  ['__Secure-authjs.session-token', authJsSession('__Secure-authjs.session-token')],
];
