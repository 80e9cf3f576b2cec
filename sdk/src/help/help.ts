import type { HelpPosition, HelpRequest, RequestHelp, ResolveHelp } from '../../../src/protocol/index.js';
import type { LyceumError } from '../core/error.js';
import type { Store } from '../core/store.js';

/** A mentor's offer: somebody whom they may help. */
export interface HelpOffer {
  readonly request: HelpRequest;
  /** Until when it is theirs alone, by this device's clock; null where all who can are asked. */
  readonly until: string | null;
}

/** Help that is asked for, as this person takes part in it. */
export interface HelpState {
  /** Students: their own that is not over. */
  readonly own: HelpRequest | undefined;
  /** Where `own` stands in the queue; undefined when it does not wait. */
  readonly position: HelpPosition | undefined;
  /** Students: the one that was over last since the page was opened: to be rated, or to say why nobody came. */
  readonly last: HelpRequest | undefined;
  /** Mentors: whom they may help, the most urgent and then the longest waiting first. */
  readonly offers: readonly HelpOffer[];
  /** Mentors: whom they help now. */
  readonly active: readonly HelpRequest[];
  /** False until it was loaded. */
  readonly loaded: boolean;
  /** Why it could not be loaded; tried again after the next connect. */
  readonly error: LyceumError | undefined;
}

/** Asking for help, and helping. It is loaded with the first subscriber, and again after each connect. */
export interface Help extends Store<HelpState> {
  /** Students: asks all mentors of the subject, or one. `HELP_OPEN` where one is not over yet. */
  request(request: RequestHelp): Promise<HelpRequest>;
  /** Students: takes it back; by default `own`. */
  cancel(requestId?: string): Promise<HelpRequest>;
  /** Mentors: helps. `HELP_TAKEN` where somebody was faster. Its `room` is where the two write and call. */
  accept(requestId: string): Promise<HelpRequest>;
  /** Mentors: leaves it to others. */
  decline(requestId: string): Promise<HelpRequest>;
  /** Either of the two: it is done. The student may rate it, also afterwards. */
  resolve(wish: ResolveHelp): Promise<HelpRequest>;
  load(): Promise<void>;
}
