import type { User } from './users.js';

export const VISIBILITIES = ['public', 'code', 'private'] as const;
/** `public`: anyone may join by id or key. `code`: whoever knows the code. `private`: members only. */
export type Visibility = (typeof VISIBILITIES)[number];

/**
 * `direct`: the conversation of two people, one for each pair, made by `chat:send {to}`. What is said there reaches all connections of
 * both without their joining it; nobody else can come in, see it or moderate it, and it never ends.
 */
export const ROOM_KINDS = ['lobby', 'session', 'group', 'direct'] as const;
export type RoomKind = (typeof ROOM_KINDS)[number];

export const ENTRIES = ['open', 'ask'] as const;
/** `ask`: whoever may join waits until a moderator lets them in. */
export type Entry = (typeof ENTRIES)[number];

export const MEMBER_ROLES = ['owner', 'moderator', 'member'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

/** How a fact or a message names its room. */
export interface RoomRef {
  id: string;
  /** The name an app gave the room (`session_42`), if it did. */
  key: string | null;
  /** Six characters to join by, while the room has a live code. */
  code: string | null;
}

/** How a command names a room: one of the three, or a whole room object from an answer. */
export interface RoomTarget {
  id?: string;
  key?: string;
  code?: string;
}

export interface Room extends RoomRef {
  kind: RoomKind;
  /** Of a direct room: the other person, as far as they are known; null in all other kinds. */
  peer: User | null;
  title: string | null;
  visibility: Visibility;
  capacity: number;
  /** Nobody new may join. */
  locked: boolean;
  entry: Entry;
  lastSeq: number;
  createdAt: string;
  /** When the room closes by itself if nobody uses it before; null: never. */
  expiresAt: string | null;
}

/** Someone who is in the room now, with at least one live connection. */
export interface Participant {
  user: User;
  /** The name used in this room; the user's own unless a guest chose one for the session. */
  name: string;
  role: MemberRole;
  joinedAt: string;
}

export interface CreateRoom {
  title?: string;
  /** Default `code`; `public` where a `key` is given. */
  visibility?: Visibility;
  /** 2 to 10,000. Default `ROOM_CAPACITY`. */
  capacity?: number;
  /** Minutes without use after which the room closes. Default `ROOM_IDLE_MINUTES`. */
  expiresInMinutes?: number;
  /** 1 to 128 characters; unique among open rooms. */
  key?: string;
  /** Default `open`. */
  entry?: Entry;
}

export interface UpdateRoom {
  room: RoomTarget;
  /** An empty one takes the title away; `null`, as everywhere, is the same as nothing. */
  title?: string;
  locked?: boolean;
  capacity?: number;
  entry?: Entry;
}

/** A command about one person in one room. */
export interface MemberTarget {
  room: RoomTarget;
  userId: string;
}

/** Somebody who belongs to a room, here now or not. */
export interface Member {
  user: User;
  /** The name used in this room. */
  name: string;
  role: MemberRole;
  muted: boolean;
  banned: boolean;
  joinedAt: string;
}

/** How a command names a person. */
export interface UserTarget {
  id?: string;
  username?: string;
}

export interface JoinRoom extends RoomTarget {
  /** With `key`: make a public room of that key where there is none. */
  create?: boolean;
  /** Guests only: the name to use in this room. */
  name?: string;
}

export interface Joined {
  room: Room;
  role: MemberRole;
  /** Whether the person may only read there. */
  muted: boolean;
  /** The first 200, in the order in which they came. */
  participants: Participant[];
  participantCount: number;
  lastSeq: number;
  readSeq: number;
}

export interface RoomSummary {
  room: Room;
  role: MemberRole;
  lastSeq: number;
  readSeq: number;
}

export interface RoomsCommands {
  'rooms:create': { payload: CreateRoom; answer: Room };
  /** Of a direct room it only gives the answer: nobody need, or does, take part in one. */
  'rooms:join': { payload: JoinRoom; answer: Joined };
  /** A direct room one can't leave: it changes nothing there. Who wants to hear no more blocks the other person. */
  'rooms:leave': { payload: { room: RoomTarget }; answer: { room: RoomRef } };
  /** The rooms the caller is a member of, most recently used first; direct rooms once something has been said in them. */
  'rooms:list': { payload: { limit?: number; before?: string }; answer: { rooms: RoomSummary[]; hasMore: boolean } };
  'rooms:get': { payload: { room: RoomTarget }; answer: { room: Room; participants: Participant[]; participantCount: number } };
  /** The live-session update; owner and moderators. `data` passes to the participants as it is. */
  'rooms:announce': { payload: { room: RoomTarget; data: Record<string, unknown> }; answer: { room: RoomRef } };
  /** Owner and moderators. */
  'rooms:update': { payload: UpdateRoom; answer: Room };
  /** Owner. */
  'rooms:close': { payload: { room: RoomTarget }; answer: { room: RoomRef } };
  /** Owner and moderators; the old code leads nowhere from then on. */
  'rooms:rotate-code': { payload: { room: RoomTarget }; answer: Room };
  /** Members, in the order of their ids; the banned for moderators alone. `after`: the id of the last one of the page before. */
  'rooms:members': {
    payload: { room: RoomTarget; banned?: boolean; after?: string; limit?: number };
    answer: { members: Member[]; hasMore: boolean };
  };
  /** Owner and moderators. The invited may join, past a lock, a waiting room and `private`. */
  'rooms:invite': { payload: MemberTarget; answer: { room: RoomRef; user: User } };
  /** Owner and moderators, of people below them. The person may come back unless banned. */
  'rooms:kick': { payload: MemberTarget; answer: { room: RoomRef; user: User } };
  /** As `rooms:kick`, and until `rooms:unban` they may not come back. Also of people who have not come yet, if they have an account. */
  'rooms:ban': { payload: MemberTarget; answer: { room: RoomRef; user: User } };
  'rooms:unban': { payload: MemberTarget; answer: { room: RoomRef; user: User } };
  'rooms:mute': { payload: MemberTarget & { on: boolean }; answer: { room: RoomRef; member: Member } };
  /** Owner. Making somebody else the owner makes the caller a moderator. */
  'rooms:role': { payload: MemberTarget & { role: MemberRole }; answer: { room: RoomRef; member: Member } };
  /** Who waits to be let in, longest first; owner and moderators. */
  'rooms:waiting': { payload: { room: RoomTarget }; answer: { waiting: { user: User; since: string }[] } };
  'rooms:admit': { payload: MemberTarget; answer: { room: RoomRef; user: User } };
  'rooms:deny': { payload: MemberTarget; answer: { room: RoomRef; user: User } };
  /** A blocked person can't write to, call or invite the blocker, nor the blocker write to them: unblock first. */
  'rooms:block': { payload: { user: UserTarget }; answer: { user: User } };
  'rooms:unblock': { payload: { user: UserTarget }; answer: { user: User } };
  /** Whom the caller has blocked. */
  'rooms:blocks': { payload: Record<string, never>; answer: { users: User[] } };
}

export type LeaveReason = 'left' | 'disconnected' | 'replaced' | 'closed' | 'kicked' | 'banned';

export interface RoomsFacts {
  /** `returned`: under this name somebody was here a moment ago; they reconnected. */
  'rooms:joined': { room: RoomRef; user: User; name: string; role: MemberRole; joinedAt: string; returned: boolean };
  'rooms:left': { room: RoomRef; user: User; name: string; reason: LeaveReason; at: string };
  /** Instead of the two, in rooms with more than 200 people in them; at most one a second, from 500 people on less often the more there are. */
  'rooms:count': { room: RoomRef; participantCount: number };
  /** Somebody's role or mute is another one now. */
  'rooms:member': { room: RoomRef; member: Member };
  'rooms:updated': { room: Room };
  /** To the invited person alone. */
  'rooms:invited': { room: Room; by: User; at: string };
  /** To owner and moderators: somebody wants to be let in. */
  'rooms:knock': { room: RoomRef; user: User; at: string };
  /** To who waits: join again now, or never mind. */
  'rooms:admitted': { room: RoomRef };
  'rooms:denied': { room: RoomRef };
  'rooms:closed': { room: RoomRef; reason: 'expired' | 'closed' };
  'rooms:announcement': { room: RoomRef; user: User; data: Record<string, unknown>; at: string };
}
