import type { MentorStatus, OwnMentorStatus, SetMentorStatus } from '../../../src/protocol/index.js';
import type { LyceumError } from '../core/error.js';
import type { Store } from '../core/store.js';

/** Which mentors are looked at. */
export interface MentorFilter {
  /** Matched without regard to case; who teaches everything is in it. */
  subject?: string;
  /** Only those who can be asked now. */
  available?: boolean;
}

/** The mentors as they are: available ones first, then by name. */
export interface MentorList {
  readonly mentors: readonly MentorStatus[];
  /** False until they are there. */
  readonly loaded: boolean;
  /** Why they could not be loaded; tried again after the next connect. */
  readonly error: LyceumError | undefined;
}

/** Who helps with what, and whether they can now. */
export interface Mentors {
  /** These mentors, live from the first subscriber on until the last one is gone. The same filter gives the same store. */
  watch(filter?: MentorFilter): Store<MentorList>;
  /** For mentors: how they are themselves; undefined until it is known, and for everybody else. Asked for from the first subscriber on. */
  readonly own: Store<OwnMentorStatus | undefined>;
  /** Mentors alone (`FORBIDDEN`): sets one's own availability, subjects, capacity and status text; what is absent stays. */
  set(wishes: SetMentorStatus): Promise<OwnMentorStatus>;
}
