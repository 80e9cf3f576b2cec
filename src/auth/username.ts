import { AppError } from '../common/index.js';

const MIN_CHARACTERS = 3;
const MAX_CHARACTERS = 32;

/** Names that would speak for the server or for everybody. Not `admin`: the operator's account may well be called so. */
const OFFICIAL = new Set(['everyone', 'lyceum', 'server', 'system']);
const RESERVED = new Set([...OFFICIAL, 'guest']);

/** Letters, marks that belong to a script of their own (not the loose accents any letter can take), ASCII digits and `._-`. */
const ALLOWED = /^(?:\p{L}(?:(?!\p{Script=Inherited})\p{M})*|[0-9._-])+$/u;
const LETTER_OR_DIGIT = /[\p{L}0-9]/u;
/** Latin letters of phonetic alphabets and clicks: nobody's name, and made to look like others. */
const PHONETIC = /[\u01C0-\u01C3\u0250-\u02AF\u1D00-\u1DBF\uA720-\uA7FF\uAB30-\uAB6F]/;

/** Scripts that a name may be written in. Those that write one language together count as one (UTS 39, highly restrictive). */
const WRITING_SYSTEMS: readonly RegExp[] = [
  letters('Han', 'Hiragana', 'Katakana'),
  letters('Han', 'Hangul'),
  letters('Han', 'Bopomofo'),
  ...'Latin Cyrillic Greek Arabic Hebrew Armenian Georgian Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada'
    .split(' ')
    .map((script) => letters(script)),
  ...'Malayalam Sinhala Thai Lao Tibetan Myanmar Khmer Ethiopic Mongolian Thaana Cherokee Tifinagh Canadian_Aboriginal'
    .split(' ')
    .map((script) => letters(script)),
];

/**
 * The username as it is kept: NFKC, and in lower case unless it is all ASCII, because which other letters PostgreSQL's `lower()`
 * knows depends on its locale. Refuses with `INVALID` what breaks a rule: 3 to 32 characters, letters, digits and `._-` only
 * (so nothing invisible), one writing system, not reserved.
 */
export function usernameFrom(typed: string): string {
  const username = canonicalUsername(typed);
  const characters = Array.from(username).length;
  if (characters < MIN_CHARACTERS || characters > MAX_CHARACTERS) {
    refuse(`must have ${MIN_CHARACTERS} to ${MAX_CHARACTERS} characters`);
  }
  if (!ALLOWED.test(username) || PHONETIC.test(username)) refuse('may have letters, digits, dots, underscores and hyphens only');
  if (!LETTER_OR_DIGIT.test(username)) refuse('must have a letter or a digit');
  if (!WRITING_SYSTEMS.some((system) => system.test(username))) refuse('must not mix letters of different alphabets');
  if (RESERVED.has(usernameKey(username))) refuse('is reserved. Choose another one');
  return username;
}

/** The same text under the same spelling, whether or not it is a good username. */
export function canonicalUsername(typed: string): string {
  const normal = typed.normalize('NFKC').replaceAll('İ', 'I');
  // eslint-disable-next-line no-control-regex -- the range of ASCII
  return /^[\x00-\x7F]*$/.test(normal) ? normal : normal.toLowerCase();
}

/** What two usernames have in common when they are the same to a person; what `lower(username)` gives in the database. */
export function usernameKey(username: string): string {
  return canonicalUsername(username).toLowerCase();
}

/** The key of a name that a guest chose: invisible characters don't make it another one. */
export function keyOfShownName(name: string): string {
  return usernameKey(name.replaceAll(/[\p{Default_Ignorable_Code_Point}\p{C}]/gu, '').trim());
}

/** Whether a guest of this name would speak for the server or for everybody, whatever stands around the word. */
export function isOfficial(name: string): boolean {
  return OFFICIAL.has(keyOfShownName(name).replaceAll(/[^\p{L}\p{N}]/gu, ''));
}

/** Whether a word of it mixes letters of different alphabets, or uses phonetic ones, as only look-alikes of other names do. */
export function looksLikeAnother(name: string): boolean {
  const words = keyOfShownName(name)
    .replaceAll(/[\p{M}\p{Lm}]/gu, '')
    .split(/\P{L}+/u);
  return PHONETIC.test(name) || words.some(isMixed);
}

/** Alphabets that no username may have are left alone where nothing else stands beside them. */
function isMixed(word: string): boolean {
  const isPure = WRITING_SYSTEMS.some((system) => system.test(word));
  return !isPure && Array.from(word).some((letter) => WRITING_SYSTEMS.some((system) => system.test(letter)));
}

function letters(...scripts: string[]): RegExp {
  const allowed = scripts.map((script) => `\\p{Script=${script}}`).join('');
  // The long vowel mark of Katakana is of no script, yet nothing but Japanese has it.
  return new RegExp(`^[${allowed}${scripts.includes('Katakana') ? 'ー' : ''}0-9._-]+$`, 'u');
}

function refuse(reason: string): never {
  throw new AppError('INVALID', { field: 'username', message: `The username ${reason}.` });
}
