import type { OwnPresence, Presence, SetPresence } from '../../../src/protocol/index.js';
import type { Store } from '../core/store.js';

/** People's presence by their ids; who is not in it was not told of yet. */
export type PresenceMap = ReadonlyMap<string, Presence>;

/** Who is here. People who are watched from several places are watched once. */
export interface PresenceWatch {
  /** These people as they are, from the first subscriber on until the last one is gone. */
  watch(userIds: readonly string[]): Store<PresenceMap>;
  /** Ourselves as we see us; undefined until it is known. */
  readonly own: Store<OwnPresence | undefined>;
  /** Chooses one's state and status text. */
  set(choice: SetPresence): Promise<OwnPresence>;
}
