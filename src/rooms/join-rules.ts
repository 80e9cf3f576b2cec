import type { ErrorCode, RoomKind, Visibility } from '../protocol/index.js';

/** Somebody at the door of an open room. */
export interface Joiner {
  readonly kind: RoomKind;
  readonly visibility: Visibility;
  readonly isLocked: boolean;
  readonly isFull: boolean;
  readonly isMember: boolean;
  readonly isBanned: boolean;
  /** Whether somebody of the room invited them, or let them in. */
  readonly isInvited: boolean;
  /** Whether they must wait until somebody of the room lets them in. */
  readonly mustAsk: boolean;
  /** Whether they named the room by what one has to be told: its key or its code. */
  readonly knowsTheWay: boolean;
}

interface Rule {
  readonly when: (joiner: Joiner) => boolean;
  readonly then: ErrorCode | 'welcome';
}

/** The first rule that fits decides. A room that one may not join is, to a stranger, no room at all. */
const RULES: readonly Rule[] = [
  { when: ({ isBanned }) => isBanned, then: 'BANNED' },
  { when: ({ isMember }) => isMember, then: 'welcome' },
  { when: ({ kind }) => kind === 'direct', then: 'ROOM_NOT_FOUND' },
  { when: ({ isInvited, isFull }) => isInvited && isFull, then: 'ROOM_FULL' },
  { when: ({ isInvited }) => isInvited, then: 'welcome' },
  { when: ({ visibility }) => visibility === 'private', then: 'ROOM_NOT_FOUND' },
  { when: ({ visibility, knowsTheWay }) => visibility === 'code' && !knowsTheWay, then: 'ROOM_NOT_FOUND' },
  { when: ({ isLocked }) => isLocked, then: 'ROOM_LOCKED' },
  { when: ({ isFull }) => isFull, then: 'ROOM_FULL' },
  { when: ({ mustAsk }) => mustAsk, then: 'ROOM_WAITING' },
];

/** Why this person may not join; null: they may. */
export function refusalOf(joiner: Joiner): ErrorCode | null {
  const decision = RULES.find(({ when }) => when(joiner))?.then ?? 'welcome';
  return decision === 'welcome' ? null : decision;
}

/** Whether strangers may know that there is such a room: to them, one that is for its members alone is none. */
export function isSeenByStrangers({ kind, visibility }: Pick<Joiner, 'kind' | 'visibility'>): boolean {
  return kind !== 'direct' && visibility !== 'private';
}
