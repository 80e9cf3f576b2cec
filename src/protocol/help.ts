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

/** What `GET /api/help/stats` asks in its query: requests made within that time. Times in ISO 8601. */
export interface HelpStatsRequest {
  /** Default: 7 days before `to`. */
  from?: string;
  /** Default: now; at most 92 days after `from`. */
  to?: string;
}

export interface HelpStats {
  from: string;
  to: string;
  /** How many are in that state now; 0 for states in which there is none. */
  states: Record<HelpState, number>;
  /** Of those whom somebody helped: how long they waited, from the request to the acceptance that held. */
  waits: { accepted: number; medianSeconds: number | null; p90Seconds: number | null };
  /** 1 to 5; null where nobody rated. */
  rating: { rated: number; average: number | null };
  /** Who was asked most comes first; at most 200. */
  mentors: MentorHelpStats[];
}

/** What one mentor did about those requests. */
export interface MentorHelpStats {
  mentor: User;
  offered: number;
  accepted: number;
  declined: number;
  /** Times that they let an offer pass until the next one was asked. */
  missed: number;
  resolved: number;
  /** Students whom they help now, whenever these asked. */
  load: number;
  /** Seconds that they helped in all, as far as it is over. */
  helpedSeconds: number;
  rating: number | null;
}
