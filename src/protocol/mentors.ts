import type { User } from './users.js';

export const AVAILABILITIES = ['available', 'busy', 'offline'] as const;
export type Availability = (typeof AVAILABILITIES)[number];

/** Characters of a subject's name. */
export const SUBJECT_CHARACTERS = 64;
/** Subjects of one mentor. */
export const SUBJECTS = 50;
/** Students whom one mentor helps at once. */
export const MENTOR_CAPACITY = 100;

/** Mentors in one page of their list. */
export const MENTORS_LIMIT = 200;

/** A mentor as everybody sees them. */
export interface MentorStatus {
  mentor: User;
  /** Shown: what they chose, as long as they are connected (or were within the grace) and below their capacity. */
  availability: Availability;
  statusText: string | null;
  /** As the mentor writes them; matched without regard to case. Empty: all. */
  subjects: string[];
  capacity: number;
  /** Help requests that they have accepted and not resolved. */
  load: number;
  /** What the app wants to show with it. */
  metadata: Record<string, unknown> | null;
  updatedAt: string;
}

/** A mentor as they see themselves. */
export interface OwnMentorStatus extends MentorStatus {
  /** What they chose, whatever is shown; `offline` once they were gone for the grace, until they choose again. */
  chosen: Availability;
}

/** Absent fields change nothing; `null` or empty ones take the value away. */
export interface SetMentorStatus {
  availability?: Availability;
  /** At most 140 characters. */
  statusText?: string | null;
  subjects?: string[];
  /** 1 to 100, by default 1. */
  capacity?: number;
  /** At most 8 KB as JSON. */
  metadata?: Record<string, unknown> | null;
}

export interface ListMentors {
  subject?: string;
  /** Only those who are available. */
  available?: boolean;
  /** From now on the connection hears of changes, as `mentors:changed`; `false` ends that. */
  watch?: boolean;
  /** The `cursor` of the page before. */
  after?: string;
  /** 1 to 200, default 100. */
  limit?: number;
}

export interface MentorPage {
  /** Those who ever chose a status; available ones first, then by name. */
  mentors: MentorStatus[];
  /** Null: there are no more. Where mentors say much of themselves a page has fewer than were asked for. */
  cursor: string | null;
}

export interface MentorsCommands {
  /** Mentors alone, by the server's own record. Connecting never makes anybody available. */
  'mentors:set': { payload: SetMentorStatus; answer: OwnMentorStatus };
  /** The caller's own status; mentors alone. */
  'mentors:get': { payload: Record<string, never>; answer: OwnMentorStatus };
  'mentors:list': { payload: ListMentors; answer: MentorPage };
}

export interface MentorsFacts {
  /**
   * To those who watch; the latest state of each mentor, at most twice a second. An `OwnMentorStatus` to the mentor's own devices,
   * watching or not. Who is no mentor any more is `offline` and has another role.
   */
  'mentors:changed': MentorStatus | OwnMentorStatus;
}
