import { AUTH_JS_COOKIES } from './session-keys.js';

/** Names of the session cookie: those first that a page without HTTPS can't set, and of Auth.js before those of NextAuth 4. */
const NAMES = [...AUTH_JS_COOKIES, '__Secure-next-auth.session-token', 'next-auth.session-token'];

/** A browser's limit of 4,096 bytes a cookie, and Node's for all headers together, leave room for no more pieces. */
const MAX_PIECES = 16;

/** The session tokens in a `Cookie` header, the likeliest first. There may be several: an app that moved on leaves its old cookie behind. */
export function sessionTokens(cookieHeader: string): string[] {
  const cookies = new Map(cookieHeader.split(';').map(pairOf));
  return NAMES.map((name) => cookies.get(name) ?? joined(cookies, name)).filter((token) => token !== '');
}

/** Long tokens are kept in pieces, `name.0`, `name.1`, … `name.10`, which come in any order. */
function joined(cookies: ReadonlyMap<string, string>, name: string): string {
  const pieces = Array.from({ length: MAX_PIECES }, (_, index) => cookies.get(`${name}.${index}`));
  const end = pieces.indexOf(undefined);
  return pieces.slice(0, end < 0 ? MAX_PIECES : end).join('');
}

function pairOf(text: string): [name: string, value: string] {
  const equals = text.indexOf('=');
  return equals < 0 ? [text.trim(), ''] : [text.slice(0, equals).trim(), text.slice(equals + 1).trim()];
}
