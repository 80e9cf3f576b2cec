import type { Member, MemberRole, User } from '../protocol/index.js';

/** A membership as the database has it. */
export interface MemberRow {
  readonly userId: string;
  readonly role: MemberRole;
  readonly guest: boolean;
  /** Guests only: what they are called in the room. */
  readonly name: string | null;
  readonly muted: boolean;
  readonly banned: boolean;
  readonly joinedAt: Date;
}

/** What gives a `MemberRow`. The table must be called `m`. */
export const MEMBER_COLUMNS = `m.user_id AS "userId", m.role, m.guest, m.name, m.muted, m.banned, m.joined_at AS "joinedAt"`;

/** Whoever it is, a person is shown: guests by the name they use in the room, people without an account here by their id. */
export function shownPerson(
  { userId, guest, name }: Pick<MemberRow, 'userId' | 'guest' | 'name'>,
  known: User | undefined,
): User {
  if (!guest && known !== undefined) return known;
  return { id: userId, username: null, name: name ?? userId, avatarUrl: null, role: 'student', guest };
}

export function shownMember(row: MemberRow, known: User | undefined): Member {
  const user = shownPerson(row, known);
  const { role, muted, banned, joinedAt } = row;
  return { user, name: row.name ?? user.name, role, muted, banned, joinedAt: joinedAt.toISOString() };
}
