import { decodeJwt, decodeProtectedHeader } from 'jose';

/** What a token says of itself before anything is checked: enough to choose who checks it, and not to be believed. */
export type TokenKind =
  { readonly form: 'encrypted' } | { readonly form: 'signed'; readonly alg: string | undefined; readonly iss: unknown };

/** Undefined for what is no token. */
export function kindOf(token: string): TokenKind | undefined {
  const parts = token.split('.', 6).length;
  if (parts === 5) return { form: 'encrypted' };
  if (parts !== 3) return undefined;
  try {
    return { form: 'signed', alg: decodeProtectedHeader(token).alg, iss: decodeJwt(token).iss };
  } catch {
    return undefined;
  }
}
