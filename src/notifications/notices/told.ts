import type { Notice } from './notice.js';

/** A notice with whom it is for: everybody, or those alone who are not here. */
export interface Told extends Notice {
  /** Who is here learns it by its own fact; a notification would show it twice. */
  readonly onlyAbsent: boolean;
}
