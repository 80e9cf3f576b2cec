import { isObject } from './json.js';

/** Who somebody on the page is, as far as examples need it. */
export interface Person {
  readonly id: string;
  /** Their username, or the name that a guest gives. */
  readonly name: string;
  readonly token?: string;
  /** What a guest of the canonical protocol shows in place of a token; the server says who they are. */
  readonly guestKey?: string;
}

/** Who the token is about. It is not verified: that is the server's. Undefined where it can't be read, as the encrypted ones of NextAuth. */
export function personOf(token: string): Person | undefined {
  const [, body = ''] = token.split('.');
  try {
    const text = new TextDecoder().decode(
      Uint8Array.from(atob(body.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0)),
    );
    const claims: unknown = JSON.parse(text);
    if (!isObject(claims)) return undefined;
    const id = [claims.sub, claims.id, claims.userId].find((one) => typeof one === 'string');
    const name = [claims.username, claims.name].find((one) => typeof one === 'string');
    return id === undefined ? undefined : { id, name: name ?? id, token };
  } catch {
    return undefined;
  }
}
