import type { Account, LoginSession, User } from '../../../src/protocol/index.js';
import type { ClientLogger, ClientStorage } from '../core/surroundings.js';
import type { Store } from '../core/store.js';

/** What accounts are made with. */
export interface AccountsOptions {
  /** The gateway. In a browser by default the page's own origin. */
  url?: string;
  /** Keeps the tokens, for all tabs; without it they last as long as the page. */
  storage?: ClientStorage;
  logger?: ClientLogger;
}

/** Who registers. */
export interface Registration {
  /** 3 to 32 characters. */
  username: string;
  /** 6 to 256 characters. */
  password: string;
  /** Default `student`; the gateway may want an invitation for `mentor`. */
  role?: 'student' | 'mentor';
  invite?: string;
}

/** Signing up, in and out over HTTP, and the tokens of it: renewed before they expire, by one tab for all. */
export interface Accounts {
  /** Who is signed in, in this or another tab; undefined: nobody. */
  readonly user: Store<User | undefined>;
  register(registration: Registration): Promise<User>;
  login(credentials: { username: string; password: string }): Promise<User>;
  /** Signs out here. It is signed out even where the server can't be reached. */
  logout(): Promise<void>;
  /** Signs out on all devices. */
  logoutEverywhere(): Promise<void>;
  /** All other devices are signed out by it. */
  changePassword(passwords: { currentPassword: string; newPassword: string }): Promise<void>;
  me(): Promise<Account>;
  /** One's logins on all devices. */
  sessions(): Promise<LoginSession[]>;
  endSession(sid: string): Promise<void>;
  /** A token that is good for a minute at least; made for `createClient({ token })`. `refused`: the token that the server did not take. */
  readonly token: (refused?: string) => Promise<string>;
  /** Stops hearing other tabs. */
  close(): void;
}
