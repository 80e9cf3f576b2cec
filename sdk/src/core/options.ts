import type { Accounts } from '../accounts/accounts.js';
import type { CallMediaSource } from '../calls/media-source.js';
import type { ClientLogger, ClientStorage } from './surroundings.js';

/** A token, or what gives one: called for every connect, and when the one in use is about to expire. */
export type TokenSource = string | (() => string | Promise<string>);

/** What a client is made with. One of `accounts`, `token` and `guestName` says who it is. */
export interface ClientOptions {
  /** The gateway, such as `https://chat.example.com`. In a browser by default the page's own origin. */
  url?: string;
  /** Who is signed in here; its tokens are used and renewed. */
  accounts?: Accounts;
  /** For apps with accounts of their own. */
  token?: TokenSource;
  /** Connect without an account, under this name; the gateway may not allow it (`GUESTS_NOT_ALLOWED`). */
  guestName?: string;
  /** Tells the person's devices apart: 1 to 128 of `a-z A-Z 0-9 _ . : -`. By default made up, and kept in `storage`. */
  deviceId?: string;
  /** Keeps messages that wait to be sent over a reload. Without it they are kept in memory alone. */
  storage?: ClientStorage;
  logger?: ClientLogger;
  /** Where calls get their media from. By default the browser's own devices. */
  media?: CallMediaSource;
  /** How long a request waits for its answer. Default 10,000 ms. */
  requestTimeoutMs?: number;
}
