import type { Message } from './chat.js';
import type { Role, User } from './users.js';

/** People of one `POST /api/server/users`. */
export const ANNOUNCED_AT_ONCE = 500;
/** Members of one `PUT /api/server/rooms/:room/members`. */
export const MEMBERS_AT_ONCE = 500;
/** People named in one `POST /api/server/notifications`. */
export const NOTIFIED_AT_ONCE = 1_000;
/** People of one `GET /api/server/presence`. */
export const PRESENCES_AT_ONCE = 100;

/** Somebody as the app's own backend tells of them. What is absent (or `null`) stays as it is; empty text takes it away. */
export interface AnnounceUser {
  /** What is shown; 1 to 64 characters. */
  name: string;
  /** As for an account: 3 to 32 letters, digits, `.`, `_`, `-`; unique. */
  username?: string;
  /** `http` or `https`. */
  avatarUrl?: string;
  email?: string;
  /** `student` for somebody new. Administrators are made by administrators, and stay what they are. */
  role?: Exclude<Role, 'admin'>;
}

/** A person as the app's own backend sees them. */
export interface ServerUser extends User {
  email: string | null;
  /** Who vouches for them: `app` for those whom the backend announces. */
  issuer: string;
  /** Null: not banned. */
  bannedAt: string | null;
}

/** A token with which somebody connects, by any protocol. */
export interface ConnectionToken {
  token: string;
  expiresAt: string;
  user: User;
}

/** A message as it stands in its room. */
export interface SentMessage extends Message {
  /** The same was said before under this `clientId`: this is that message. */
  duplicate?: boolean;
}
