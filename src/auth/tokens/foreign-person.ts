import { AppError, isStorable } from '../../common/index.js';
import { NAME_CHARACTERS, type Role } from '../../protocol/index.js';
import { roleCalled } from '../role-names.js';
import type { Claims } from './claims.js';
import type { Person } from './token-verifier.js';

const ID_CLAIMS = ['sub', 'id', 'userId', '_id'];
const NAME_CLAIMS = ['name', 'username'];
const AVATAR_CLAIMS = ['avatarUrl', 'picture', 'image'];

/** Longest id of a person of another issuer. */
export const ID_CHARACTERS = 128;
const EMAIL_CHARACTERS = 254;
const URL_CHARACTERS = 2_048;

/** Who a token of another issuer speaks of, whatever that issuer calls its claims. `UNAUTHENTICATED` if it names nobody. */
export function personFrom(claims: Claims, idClaims: readonly string[] = ID_CLAIMS): Person {
  return {
    id: idFrom(claims, idClaims),
    name: nameFrom(claims),
    email: emailFrom(claims),
    avatarUrl: avatarFrom(claims),
    role: roleFrom(claims),
  };
}

function idFrom(claims: Claims, names: readonly string[]): string {
  const claim = names.map((name) => claims[name]).find((value) => value !== undefined && value !== null && value !== '');
  const id = Number.isSafeInteger(claim) ? String(claim) : claim;
  if (typeof id !== 'string' || id.trim() === '' || id.length > ID_CHARACTERS || !isStorable(id)) {
    throw new AppError('UNAUTHENTICATED', { message: 'The token does not say whose it is.' });
  }
  return id;
}

/** Everybody sees it: an address, which some issuers give for a name, is none. */
function nameFrom(claims: Claims): string | null {
  const name = textOf(claims, NAME_CLAIMS, (value) => !looksLikeAddress(value));
  // By code points: half a surrogate pair could not be stored.
  return name === undefined ? null : Array.from(name).slice(0, NAME_CHARACTERS).join('');
}

/** Anything like `somebody@somewhere.org`. */
function looksLikeAddress(text: string): boolean {
  const at = text.indexOf('@');
  return at > 0 && at === text.lastIndexOf('@') && text.includes('.', at) && !/\s/.test(text);
}

function roleFrom({ role }: Claims): Role {
  return typeof role === 'string' ? roleCalled(role) : 'student';
}

/** Addresses keep their case. */
function emailFrom(claims: Claims): string | null {
  const email = textOf(claims, ['email']);
  return email !== undefined && email.length <= EMAIL_CHARACTERS ? email : null;
}

function avatarFrom(claims: Claims): string | null {
  const url = textOf(claims, AVATAR_CLAIMS);
  return url !== undefined && isWebAddress(url) ? url : null;
}

/** Others' browsers load it, so nothing but a web address will do. */
export function isWebAddress(url: string): boolean {
  return url.length <= URL_CHARACTERS && isStorable(url) && /^https?:$/.test(protocolOf(url));
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : '';
}

/** The first of the claims that has something to show. */
function textOf(claims: Claims, names: readonly string[], isGood = (_value: string) => true): string | undefined {
  return names
    .map((name) => claims[name])
    .filter((value) => typeof value === 'string')
    .map((value) => value.replaceAll(/\p{Cc}/gu, ' ').trim())
    .find((value) => value !== '' && isStorable(value) && isGood(value));
}
