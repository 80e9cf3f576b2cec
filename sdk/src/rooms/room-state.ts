import type {
  MemberRole,
  Message,
  Participant,
  Receipt,
  Room as RoomDetails,
  RoomsFacts,
  User,
} from '../../../src/protocol/index.js';
import type { LyceumError } from '../core/error.js';

/**
 * `joining`: on the way in, for the first time, or again from the loss of the connection on. `joined`: in. `waiting`: somebody has to let
 * us in. The others are the end: `denied` (not let in), `left`, `kicked`, `banned`, `closed` (the room is over), `failed` (`error` says why;
 * `rejoin` tries again).
 */
export type RoomStatus = 'joining' | 'joined' | 'waiting' | 'denied' | 'left' | 'kicked' | 'banned' | 'closed' | 'failed';

const OVER: ReadonlySet<RoomStatus> = new Set(['denied', 'left', 'kicked', 'banned', 'closed', 'failed']);

/** Whether that is the end, until somebody asks to come in again. */
export function isOver(status: RoomStatus): boolean {
  return OVER.has(status);
}

/** A message as a room lists it: said, or on its way. */
export interface RoomMessage extends Message {
  /** Stays the same from the first echo on: for lists to know it by. */
  readonly key: string;
  /** `sent`: said. Else its `seq` is 0, and it stands at the end. */
  readonly state: 'sending' | 'sent' | 'failed';
  /** Said by us. */
  readonly mine: boolean;
  /** Why it failed. */
  readonly error: LyceumError | undefined;
}

/** Somebody who waits to be let in. */
export interface Knock {
  readonly user: User;
  /** ISO 8601. */
  readonly since: string;
}

/** All there is to know of a room. Every part keeps its identity until it changes. */
export interface RoomState {
  readonly status: RoomStatus;
  /** Why it is `failed`. */
  readonly error: LyceumError | undefined;
  /** Undefined until it has been joined for the first time, and of a conversation in which nothing was said yet. */
  readonly room: RoomDetails | undefined;
  /** Of a direct room: the other person, as far as they are known. */
  readonly peer: User | undefined;
  readonly role: MemberRole | undefined;
  /** Whether we are muted here. */
  readonly muted: boolean;
  /** Who is here now; of a large room those who were named (see `participantCount`). */
  readonly participants: readonly Participant[];
  readonly participantCount: number;
  /** In order, without a gap from the oldest loaded one on; what is on its way stands at the end. */
  readonly messages: readonly RoomMessage[];
  /** Whether `loadOlder` would give more. */
  readonly hasOlder: boolean;
  readonly loadingOlder: boolean;
  /** False while messages may be missing at the end: before the first page is there, and after a reconnect. */
  readonly live: boolean;
  /** The last number of the room that we know of. */
  readonly lastSeq: number;
  /** How far we have read. */
  readonly readSeq: number;
  /** Others' messages after `readSeq`, as far as they are loaded or the server has counted them. */
  readonly unread: number;
  /** Those of them that mention us. */
  readonly mentions: number;
  /** How far the others are who are here, or have been since we came, by their id. Not told in rooms of more than 200 people. */
  readonly receipts: ReadonlyMap<string, Receipt>;
  /** Who is typing. */
  readonly typing: readonly User[];
  /** What is pinned, oldest pin first; filled by `loadPins`, and kept from then on. */
  readonly pins: readonly Message[];
  /** Who waits to be let in; for owners and moderators. */
  readonly knocks: readonly Knock[];
  /** The latest announcement (`rooms:announce`) since we came. */
  readonly announcement: RoomsFacts['rooms:announcement'] | undefined;
}

/** A room of which nothing is known yet. */
export function emptyRoom(status: RoomStatus): RoomState {
  return {
    status,
    error: undefined,
    room: undefined,
    peer: undefined,
    role: undefined,
    muted: false,
    participants: [],
    participantCount: 0,
    messages: [],
    hasOlder: false,
    loadingOlder: false,
    live: status === 'joined',
    lastSeq: 0,
    readSeq: 0,
    unread: 0,
    mentions: 0,
    receipts: new Map(),
    typing: [],
    pins: [],
    knocks: [],
    announcement: undefined,
  };
}
