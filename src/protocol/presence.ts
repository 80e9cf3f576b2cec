import type { User } from './users.js';

/** Names in a list of everybody who is online. */
export const ONLINE_USERS = 5_000;

export interface OnlineUsers {
  /** Registered people, each once however many devices; the first 5,000 who came. */
  users: User[];
  total: number;
}

export interface PresenceCommands {
  /** Who is online. With `watch` the connection hears of changes, as the fact of the same name; `false` ends that. */
  'presence:online': { payload: { watch?: boolean }; answer: OnlineUsers };
}

export interface PresenceFacts {
  /** To those who watch, at most twice a second; less often the longer the list and the more watch. */
  'presence:online': OnlineUsers;
}
