import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits in 43 characters that no URL or shell minds: nothing to guess, so nothing to count guesses for. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What the database keeps of it. */
export function secretHash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
