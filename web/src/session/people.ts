import type { Member, MemberRole, Participant, Presence, User } from '@lyceum/client';
import type { Shown } from '../ui/avatar.js';

/** Somebody of a room, as the panel lists them. */
export interface Person {
  readonly id: string;
  readonly user: User;
  readonly name: string;
  readonly role: MemberRole;
  readonly muted: boolean;
  readonly isHere: boolean;
  readonly presence: Shown;
}

const ORDER: Record<MemberRole, number> = { owner: 0, moderator: 1, member: 2 };

/** Everybody who is known of a room: who leads first, then by name. */
export function peopleOf(
  participants: readonly Participant[],
  members: readonly Member[],
  presence: ReadonlyMap<string, Presence>,
): Person[] {
  const byId = new Map(members.map((member) => [member.user.id, member]));
  const here = participants.map(({ user, name, role }): Person => ({
    ...{ id: user.id, user, name, role, isHere: true },
    muted: byId.get(user.id)?.muted ?? false,
    // Whoever hides is here all the same: everybody in the room sees that.
    presence: presence.get(user.id)?.state === 'away' ? 'away' : 'online',
  }));
  const hereIds = new Set(here.map(({ id }) => id));
  const away = members
    .filter(({ user, banned }) => !hereIds.has(user.id) && !banned)
    .map(({ user, name, role, muted }): Person => {
      return { id: user.id, user, name, role, muted, isHere: false, presence: presence.get(user.id)?.state ?? 'offline' };
    });
  return [...here, ...away].sort((a, b) => ORDER[a.role] - ORDER[b.role] || a.name.localeCompare(b.name));
}

/** Whose name, or a word of it, or username begins so. */
export function called<T extends { name: string; user: User }>(people: readonly T[], query: string): T[] {
  const wanted = query.trim().toLocaleLowerCase();
  if (wanted === '') return [...people];
  return people.filter(({ name, user }) =>
    [name, ...name.split(/\s+/u), user.username ?? ''].some((word) => word.toLocaleLowerCase().startsWith(wanted)),
  );
}
