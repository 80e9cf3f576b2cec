import type { User } from './users.js';

export const VISIBILITIES = ['public', 'code', 'private'] as const;
/** `public`: anyone may join by id or key. `code`: whoever knows the code. `private`: members only. */
export type Visibility = (typeof VISIBILITIES)[number];

export const ROOM_KINDS = ['lobby', 'session', 'group', 'direct'] as const;
export type RoomKind = (typeof ROOM_KINDS)[number];

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
  title: string | null;
  visibility: Visibility;
  capacity: number;
  locked: boolean;
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
  participants: Participant[];
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
  'rooms:join': { payload: JoinRoom; answer: Joined };
  'rooms:leave': { payload: { room: RoomTarget }; answer: { room: RoomRef } };
  /** The rooms the caller is a member of, most recently used first. */
  'rooms:list': { payload: { limit?: number; before?: string }; answer: { rooms: RoomSummary[]; hasMore: boolean } };
  'rooms:get': { payload: { room: RoomTarget }; answer: { room: Room; participants: Participant[] } };
  /** The live-session update; owner and moderators. `data` passes to the participants as it is. */
  'rooms:announce': { payload: { room: RoomTarget; data: Record<string, unknown> }; answer: { room: RoomRef } };
}

export type LeaveReason = 'left' | 'disconnected' | 'replaced' | 'closed';

export interface RoomsFacts {
  /** `returned`: under this name somebody was here a moment ago; they reconnected. */
  'rooms:joined': { room: RoomRef; user: User; name: string; role: MemberRole; joinedAt: string; returned: boolean };
  'rooms:left': { room: RoomRef; user: User; name: string; reason: LeaveReason; at: string };
  'rooms:updated': { room: Room };
  'rooms:closed': { room: RoomRef; reason: 'expired' | 'closed' };
  'rooms:announcement': { room: RoomRef; user: User; data: Record<string, unknown>; at: string };
}
