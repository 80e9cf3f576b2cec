import type { PeoplePage, User, UserTarget } from '../../../src/protocol/index.js';

/** Finding and blocking people. */
export interface People {
  /** People whose username or name begins so. */
  search(query: string, page?: { limit?: number; after?: string }): Promise<PeoplePage>;
  /** They can't write to, call or invite us any more, nor we write to them. */
  block(person: UserTarget): Promise<User>;
  unblock(person: UserTarget): Promise<User>;
  /** Whom we have blocked. */
  blocked(): Promise<User[]>;
}
