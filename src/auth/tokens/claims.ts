import { AppError } from '../../common/index.js';

export type Claims = Readonly<Record<string, unknown>>;

/** Clocks of several machines differ by so many seconds. */
export const CLOCK_TOLERANCE = 15;

/** The last second that a Date can hold. */
const LAST_SECOND = 8.64e12;

/** When the token ends, in milliseconds since 1970; one that never does is refused. */
export function expiryOf({ exp }: Claims): number {
  if (typeof exp !== 'number' || !(exp <= LAST_SECOND)) {
    throw new AppError('UNAUTHENTICATED', { message: 'The token must say when it expires (exp).' });
  }
  return Math.floor(exp * 1000);
}

/** When the token was made, in milliseconds since 1970; null where it doesn't say. */
export function issuedAtOf({ iat }: Claims): number | null {
  return typeof iat === 'number' ? iat * 1000 : null;
}
