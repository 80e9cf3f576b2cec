import type { User } from './users.js';

/** Names in a list of everybody who is online. */
export const ONLINE_USERS = 5_000;
/** People of whom one fact tells that they came or went. */
export const ONLINE_CHANGES = 200;
/** Characters of a custom status text. */
export const STATUS_CHARACTERS = 140;
/** People named in one `presence:watch` or `presence:unwatch`. */
export const WATCHED_AT_ONCE = 200;
/** People whom one connection watches. */
export const WATCHED = 1_000;

export interface OnlineUsers {
  /** Everybody but the guests who are somebody else each time; each once however many devices; the first 5,000 who came. */
  users: User[];
  total: number;
}

/** A page of `GET /api/users?after=<cursor>&limit=<1 to 50, default 50>`. */
export interface OnlinePage extends OnlineUsers {
  /** Where the next page begins; null on the last one. */
  cursor: string | null;
}

/** The list, and how it came about. */
export interface OnlineNews extends OnlineUsers {
  /**
   * Who came and who went, as they were since the fact before. Absent where these were more than 200, where this connection missed that
   * fact, and where something has to be put right: then the list alone tells. Both are empty where somebody just has another name.
   */
  changes?: { came: User[]; gone: User[] };
}

/**
 * What a person may choose. `online`: as their devices are, away when all of them are idle. `away`: so on all devices, until they choose
 * something else, give a command on another device than the one that said it, or are gone; a device that sees itself that nobody is
 * there says this. `hidden`: offline to everybody else, until they choose something else, also after they were gone.
 */
export const PRESENCE_CHOICES = ['online', 'away', 'hidden'] as const;
export type PresenceChoice = (typeof PRESENCE_CHOICES)[number];

/** A person as others see them. */
export interface Presence {
  /** Of somebody who was never seen here, and of whom nobody knows anything, only the id. */
  user: User;
  state: 'online' | 'away' | 'offline';
  /** Null for people who are offline. */
  statusText: string | null;
  /** When their last device left, or when they hid; null while they are here, and for who was never seen. */
  lastSeenAt: string | null;
  /** How many devices they are here with. */
  devices: number;
}

/** A person as they see themselves. */
export interface OwnPresence extends Presence {
  /** Whether everybody else sees them offline. */
  hidden: boolean;
  /** When the status text ends by itself. */
  until: string | null;
}

/** Its status text and when that ends: absent changes nothing, `null` or an empty text takes it away. */
export interface SetPresence {
  state: PresenceChoice;
  statusText?: string | null;
  /** ISO 8601, in the future. A new text without it stays. */
  until?: string | null;
}

export interface WatchPresence {
  /** Ids, at most 200. */
  users: string[];
}

export interface PresenceCommands {
  /** Who is online. With `watch` the connection hears of changes, as the fact of the same name; `false` ends that. */
  'presence:online': { payload: { watch?: boolean }; answer: OnlineUsers };
  /** `FORBIDDEN` to guests. Status text and `hidden` are kept until they are set anew. */
  'presence:set': { payload: SetPresence; answer: OwnPresence };
  /**
   * How these people are now, in that order; from here on the connection hears of their changes. Ids that nobody has count as people
   * who were never here. `LIMIT_REACHED` past 1,000 for one connection, then nothing is watched anew. `FORBIDDEN` to guests.
   */
  'presence:watch': { payload: WatchPresence; answer: { users: (Presence | OwnPresence)[] } };
  /** How many are still watched. People in the same rooms are heard of all the same. */
  'presence:unwatch': { payload: WatchPresence; answer: { watched: number } };
}

export interface PresenceFacts {
  /** To those who watch, at most twice a second; less often the longer the list and the more watch. */
  'presence:online': OnlineNews;
  /**
   * To those who watch the person, and to those in a room with them that has at most 200 participants; once to each connection, at most
   * twice a second, the latest state always. Rooms hear of who comes by `rooms:joined`. An `OwnPresence` to the person's own devices
   * that watch them.
   */
  'presence:changed': Presence | OwnPresence;
}
