import type { ErrorCode, MemberRole, RoomKind, User, Visibility } from '../../protocol/index.js';

/** What somebody may do about a room, and what is the least they must be there for it. */
const LEAST = {
  members: 'member',
  announce: 'moderator',
  update: 'moderator',
  'rotate-code': 'moderator',
  banned: 'moderator',
  kick: 'moderator',
  ban: 'moderator',
  unban: 'moderator',
  mute: 'moderator',
  role: 'owner',
  close: 'owner',
} as const satisfies Record<string, MemberRole>;

export type Action = keyof typeof LEAST;

/** What somebody is in a room. `admin`: of the whole app, whether a member or not. */
export type Rank = 'admin' | MemberRole | 'stranger' | 'banned';

const HEIGHT: Record<Rank, number> = { admin: 4, owner: 3, moderator: 2, member: 1, stranger: 0, banned: 0 };

export interface Place {
  readonly kind: RoomKind;
  readonly visibility: Visibility;
}

/** A membership as far as it gives or takes rights. */
export interface Standing {
  readonly role: MemberRole;
  readonly banned: boolean;
}

/** Somebody who wants to do something, perhaps to somebody. */
export interface Attempt extends Place {
  readonly action: Action;
  readonly rank: Rank;
  /** Absent where the action is about the room itself. */
  readonly target?: { readonly rank: Rank; readonly isSelf: boolean };
}

export interface Refusal {
  readonly code: ErrorCode;
  readonly message?: string;
}

interface Rule {
  readonly when: (attempt: Attempt) => boolean;
  readonly then: Refusal;
}

const forbidden = (message: string): Refusal => ({ code: 'FORBIDDEN', message });

/** The first rule that fits decides. A room that one could not join is, to a stranger, no room at all. */
const RULES: readonly Rule[] = [
  { when: ({ rank }) => rank === 'banned', then: { code: 'BANNED' } },
  {
    when: ({ rank, kind, visibility }) => rank === 'stranger' && (kind === 'direct' || visibility === 'private'),
    then: { code: 'ROOM_NOT_FOUND' },
  },
  { when: ({ rank }) => rank === 'stranger', then: { code: 'NOT_A_MEMBER' } },
  {
    when: ({ kind, action }) => kind === 'direct' && action !== 'members',
    then: forbidden('Nobody moderates a conversation of two.'),
  },
  {
    when: ({ kind, action }) => kind === 'lobby' && (action === 'close' || action === 'role'),
    then: forbidden('The lobby stays open and has no owner.'),
  },
  {
    when: ({ rank, action }) => LEAST[action] === 'owner' && HEIGHT[rank] < HEIGHT.owner,
    then: forbidden('Only the owner of a room may do this.'),
  },
  {
    when: ({ rank, action }) => HEIGHT[rank] < HEIGHT[LEAST[action]],
    then: forbidden('Only the owner and moderators of a room may do this.'),
  },
  { when: ({ target }) => target?.isSelf === true, then: forbidden('You may not do this to yourself.') },
  {
    when: ({ rank, target }) => target !== undefined && HEIGHT[target.rank] >= HEIGHT[rank],
    then: forbidden('You may do this only to people who are less than you in this room.'),
  },
];

/** Why this may not be done; null: it may. */
export function refusalOf(attempt: Attempt): Refusal | null {
  return RULES.find(({ when }) => when(attempt))?.then ?? null;
}

/** The lobby and conversations of two have members alone, whatever their rows say. Nobody rules a conversation of two. */
export function rankOf(user: Pick<User, 'role' | 'guest'>, kind: RoomKind, standing: Standing | undefined): Rank {
  return user.role === 'admin' && !user.guest && kind !== 'direct' ? 'admin' : rankByMembership(kind, standing);
}

/** What somebody is in the room by their membership alone. */
export function rankByMembership(kind: RoomKind, standing: Standing | undefined): Rank {
  if (standing === undefined) return 'stranger';
  if (standing.banned) return 'banned';
  return kind === 'lobby' || kind === 'direct' ? 'member' : standing.role;
}
