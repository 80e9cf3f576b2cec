import { strings } from '../strings/index.js';

const { missing } = strings.account;
const USERNAME = { least: 3, most: 32, characters: /^[\p{L}\p{M}0-9._-]+$/u };
const LEAST_PASSWORD = 6;

/** What the server would refuse as well, said at once. What only the server knows (taken, reserved, mixed alphabets), it says. */
export function wrongUsername(username: string): string | undefined {
  if (username === '') return missing.username;
  const { length } = Array.from(username);
  if (length < USERNAME.least || length > USERNAME.most) return missing.usernameLength;
  return USERNAME.characters.test(username) ? undefined : missing.usernameCharacters;
}

export function wrongNewPassword(password: string): string | undefined {
  return password.length < LEAST_PASSWORD ? missing.passwordLength : undefined;
}

/** Only the entries that say something. */
export function wrongs<F extends string>(entries: Record<F, string | undefined>): Partial<Record<F, string>> {
  return Object.fromEntries(Object.entries(entries).filter(([, text]) => text !== undefined)) as Partial<Record<F, string>>;
}
