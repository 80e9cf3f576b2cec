import { newSecret } from '../../auth/index.js';

/** `lyk_<32 hexadecimal digits of its id>_<256 random bits>`: found by the one, proved by the other. */
const KEY = /^lyk_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_([\w-]{43})$/;

export interface KeyText {
  readonly id: string;
  readonly secret: string;
}

/** A key as its owner gets it, this once. */
export function newKeyText(id: string): KeyText & { readonly text: string } {
  const secret = newSecret();
  return { id, secret, text: `lyk_${id.replaceAll('-', '')}_${secret}` };
}

/** Undefined for what is no key of ours. */
export function readKeyText(text: string): KeyText | undefined {
  const [, ...parts] = KEY.exec(text) ?? [];
  const secret = parts.pop();
  return secret === undefined ? undefined : { id: parts.join('-'), secret };
}
