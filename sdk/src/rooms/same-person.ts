import type { UserTarget } from '../../../src/protocol/index.js';

type Named = { readonly [K in keyof UserTarget]?: UserTarget[K] | null };

/** Whether both name the same person, as far as they say the same thing about them. */
export function samePerson(one: Named, other: Named | undefined): boolean {
  if (other === undefined) return false;
  if (one.id !== undefined && one.id !== null) return one.id === other.id;
  const [username, another] = [one.username?.toLowerCase(), other.username?.toLowerCase()];
  return username !== undefined && username === another;
}
