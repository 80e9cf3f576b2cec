import type { ErrorCode } from './errors.js';
import type { AnnouncedLimits } from './limits.js';
import type { RoomRef } from './rooms.js';
import type { User } from './users.js';

export const PROTOCOL_VERSION = 1;

/** The first thing a `lyceum` client hears. It tells; it joins nothing. */
export interface Hello {
  user: User;
  connectionId: string;
  serverTime: string;
  protocol: typeof PROTOCOL_VERSION;
  limits: AnnouncedLimits;
  features: string[];
  resume: { rooms: { room: RoomRef; lastSeq: number }[] };
}

export interface SessionFacts {
  hello: Hello;
  /** An error nobody asked an answer for. */
  error: { event: string | null; code: ErrorCode; message: string };
  /** A planned stop: reconnect after that many milliseconds. */
  'server:draining': { reconnectInMs: number };
}
