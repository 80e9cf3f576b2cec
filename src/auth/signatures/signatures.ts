import { Injectable } from '@nestjs/common';
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { AppConfig } from '../../config/index.js';

/** What a signed token says, beside until when. */
export type SignedClaims = Readonly<Record<string, string>>;

export interface Signed {
  /** Letters, digits, `-`, `_` and one dot: goes into a URL as it is. */
  readonly token: string;
  readonly expiresAt: Date;
}

/** Far above any that is made here; longer ones cost no work. */
const TOKEN_CHARACTERS = 2_048;

/**
 * Tokens that let their bearer do one thing for a while: read a file, answer a call. Whoever has one may read what it says; only this
 * gateway, and others with the same `JWT_SECRET`, can make one. They are kept nowhere, so they can't be taken back: what they allow
 * is to be checked when they are used.
 */
@Injectable()
export class Signatures {
  /** A key of its own for each purpose, so that no token counts for another. Purposes are written in the code: few. */
  private readonly keys = new Map<string, Uint8Array>();

  constructor(private readonly config: AppConfig) {}

  /** @param purpose a fixed name of what the token is for; `verify` must be given the same. */
  sign(purpose: string, claims: SignedClaims, ttlSeconds: number): Signed {
    const expiresAt = new Date(Date.now() + ttlSeconds * 1_000);
    const said = Buffer.from(JSON.stringify({ claims, exp: expiresAt.getTime() })).toString('base64url');
    return { token: `${said}.${this.macOf(purpose, said).toString('base64url')}`, expiresAt };
  }

  /** What the token says; undefined when it was made for something else, was changed, or is over. */
  verify(purpose: string, token: string): SignedClaims | undefined {
    if (token.length > TOKEN_CHARACTERS) return undefined;
    const [said = '', mac = '', ...more] = token.split('.');
    const right = this.macOf(purpose, said);
    const given = Buffer.from(mac, 'base64url');
    // Compared as text too: other texts decode to the same bytes.
    const isRight = given.length === right.length && timingSafeEqual(given, right) && right.toString('base64url') === mac;
    if (!isRight || more.length > 0) return undefined;
    const { claims, exp } = JSON.parse(Buffer.from(said, 'base64url').toString()) as { claims: SignedClaims; exp: number };
    return exp > Date.now() ? claims : undefined;
  }

  private macOf(purpose: string, said: string): Buffer {
    return createHmac('sha256', this.keyOf(purpose)).update(said).digest();
  }

  private keyOf(purpose: string): Uint8Array {
    const known = this.keys.get(purpose);
    if (known !== undefined) return known;
    const key = new Uint8Array(hkdfSync('sha256', this.config.auth.jwtSecret, '', `lyceum ${purpose}`, 32));
    this.keys.set(purpose, key);
    return key;
  }
}
