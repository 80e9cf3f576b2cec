/** Letters and digits of session codes: without what is mistaken for something else when read out or copied (0 O 1 I L). */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
export const CODE_LENGTH = 6;

/** A code as somebody typed or pasted it, also as a whole link: upper case, without spaces and hyphens. */
export function typedCode(text: string): string {
  const fromLink = /\/s\/([^/?#\s]+)/i.exec(text)?.[1];
  return (fromLink ?? text).toUpperCase().replaceAll(/[\s\-–—_.·]/g, '');
}

/** What of it stands in no code. */
export function strangeLetters(code: string): string[] {
  return [...new Set(code)].filter((letter) => !ALPHABET.includes(letter));
}
