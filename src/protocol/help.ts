import type { RoomRef, UserTarget } from './rooms.js';
import type { User } from './users.js';

/** In rising order. */
export const URGENCIES = ['low', 'medium', 'high'] as const;
export type Urgency = (typeof URGENCIES)[number];

/**
 * `waiting`: nobody in particular is asked. `offered`: those are asked who may accept it. `active`: somebody helps. The others are the
 * end. What was sent to one mentor, or to all, is `offered` as soon as anybody is there to be asked.
 */
export const HELP_STATES = ['waiting', 'offered', 'active', 'resolved', 'cancelled', 'expired', 'declined'] as const;
export type HelpState = (typeof HELP_STATES)[number];

/** Characters of what a student writes with a request, and of the note at its end. */
export const HELP_TEXT_CHARACTERS = 2_000;

export interface HelpRequest {
  id: string;
  state: HelpState;
  student: User;
  subject: string;
  text: string | null;
  urgency: Urgency;
  /** What the app wants to show with it. */
  metadata: Record<string, unknown> | null;
  /** Whom the student asked; null: whoever can. */
  target: User | null;
  /** Who helps, or helped. */
  mentor: User | null;
  /** Made when it was accepted: where the two write and call. */
  room: RoomRef | null;
  requestedAt: string;
  acceptedAt: string | null;
  endedAt: string | null;
  /** 1 to 5. */
  rating: number | null;
  note: string | null;
}

export interface RequestHelp {
  /** 1 to 64 characters. */
  subject: string;
  text?: string;
  /** Default `medium`. */
  urgency?: Urgency;
  /** Absent: all available mentors of the subject. */
  mentor?: UserTarget;
  /** At most 8 KB as JSON. */
  metadata?: Record<string, unknown>;
}

export interface ResolveHelp {
  requestId: string;
  /** Students alone; 1 to 5. */
  rating?: number;
  note?: string;
}

export interface HelpQueue {
  /** Students: their own that are not over. Mentors: what they are asked or help with. By urgency, then by the time of the request. */
  requests: HelpRequest[];
  /** Of a student's own that waits. */
  position: HelpPosition | null;
}

export interface HelpPosition {
  requestId: string;
  /** 1: next. */
  position: number;
  /** From how long others waited lately; null where nobody did. */
  etaSeconds: number | null;
}

export interface HelpCommands {
  /** Students alone; one that is not over at a time, else `HELP_OPEN`. */
  'help:request': { payload: RequestHelp; answer: HelpRequest };
  /** Of many at once one wins, the others get `HELP_TAKEN`. Makes the room of the two. */
  'help:accept': { payload: { requestId: string }; answer: HelpRequest };
  /** Declined by all who were asked, the request is over. */
  'help:decline': { payload: { requestId: string }; answer: HelpRequest };
  'help:cancel': { payload: { requestId: string }; answer: HelpRequest };
  /** The student or the mentor, while it is active; the student may add a rating afterwards. */
  'help:resolve': { payload: ResolveHelp; answer: HelpRequest };
  'help:queue': { payload: Record<string, never>; answer: HelpQueue };
}

export interface HelpFacts {
  /** To the devices of each mentor who is asked; `until`: when the next one is asked instead, null where all are asked. */
  'help:offered': { request: HelpRequest; until: string | null };
  /** To the student, and to every mentor who was asked. */
  'help:updated': HelpRequest;
  /** To the student, when it changes, once a second at most. */
  'help:position': HelpPosition;
}
