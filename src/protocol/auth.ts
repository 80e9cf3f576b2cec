import type { User } from './users.js';

export interface Account extends User {
  email: string | null;
}

/** One login of a person: what was begun with a password, and lives on by its refresh tokens. */
export interface LoginSession {
  sid: string;
  createdAt: string;
  /** When it last showed a token: at a refresh or a new connection; exact to a minute. */
  lastUsedAt: string;
  /** The address it was begun from. */
  address: string | null;
  /** What the client called itself (`User-Agent`), cut to 256 characters. */
  userAgent: string | null;
  /** Whether it is the asking connection's own. */
  current: boolean;
}

export interface AuthCommands {
  'auth:me': { payload: Record<string, never>; answer: Account };
  /** Extends the connection; the token must be of the same user. */
  'auth:refresh': { payload: { token: string }; answer: { expiresAt: string | null } };
  /** The caller's login sessions that are not over, newest first. */
  'auth:sessions': { payload: Record<string, never>; answer: { sessions: LoginSession[] } };
  /** Ends one of the caller's login sessions: its tokens are refused and its connections closed. */
  'auth:revoke': { payload: { sid: string }; answer: { sid: string } };
}

export interface AuthFacts {
  /** 60 s before the connection's token expires. */
  'auth:expiring': { expiresAt: string };
  /** The person's role or name is another one now; the connection goes on. */
  'auth:changed': { user: User };
}
