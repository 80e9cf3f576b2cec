import type { User } from './users.js';

export interface Account extends User {
  email: string | null;
}

export interface AuthCommands {
  'auth:me': { payload: Record<string, never>; answer: Account };
  /** Extends the connection; the token must be of the same user. */
  'auth:refresh': { payload: { token: string }; answer: { expiresAt: string | null } };
}

export interface AuthFacts {
  /** 60 s before the connection's token expires. */
  'auth:expiring': { expiresAt: string };
}
