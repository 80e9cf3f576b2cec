import { OWN_ISSUER } from '../../common/index.js';
import type { Contact } from '../../protocol/index.js';
import type { Pair } from './pair.js';

/** What is known of one of the two. */
export interface Acquaintance {
  readonly id: string;
  readonly name: string;
  readonly avatarUrl: string | null;
  readonly email: string | null;
  readonly issuer: string;
}

/** Selects the people of a room `r` who are known here; null where there are none, and in rooms of other kinds. */
export const PEOPLE_COLUMN = `CASE WHEN r.pair IS NOT NULL THEN (
    SELECT json_agg(json_build_object('id', u.id, 'name', u.name, 'avatarUrl', u.avatar_url, 'email', u.email, 'issuer', u.issuer))
    FROM users u WHERE u.id = ANY(r.pair)) END AS people`;

/** A row that may have it. */
export interface WithPeople {
  readonly people?: readonly Acquaintance[] | null;
}

/**
 * The two as each sees the other. Addresses are shown only where both belong to one app: it has shown them to each other, and
 * we give no one's address to people of another.
 */
export function contactsOf(pair: Pair, { people }: WithPeople): Contact[] {
  const known = new Map((people ?? []).map((person) => [person.id, person]));
  const [one, other] = pair.map((id) => known.get(id)?.issuer);
  const areOfOneApp = one !== undefined && one === other && one !== OWN_ISSUER;
  return pair.map((id) => {
    const { name = id, avatarUrl = null, email = null } = known.get(id) ?? {};
    return { id, name, avatarUrl, email: areOfOneApp ? email : null };
  });
}
