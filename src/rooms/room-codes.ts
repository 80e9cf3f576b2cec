import { customAlphabet } from 'nanoid';

/** Upper case, without what is mistaken for something else when read out or copied: 0 O 1 I L. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

const LENGTH = 6;
const CODE = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);

/** A new session code: about 10⁹ there are, so that they can't be guessed while guesses are limited. */
export const newCode = customAlphabet(ALPHABET, LENGTH);

/** Codes are the same whatever their case; undefined for what can't be one. */
export function normalCode(code: string): string | undefined {
  const upper = code.toUpperCase();
  return CODE.test(upper) ? upper : undefined;
}
