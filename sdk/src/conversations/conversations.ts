import type { Conversation } from '../../../src/protocol/index.js';
import type { LyceumError } from '../core/error.js';
import type { Store } from '../core/store.js';

/** The person's rooms and conversations, most recently used first. */
export interface ConversationsState {
  readonly conversations: readonly Conversation[];
  /** Over all of `conversations`. */
  readonly unread: number;
  /** False until the first page is there. */
  readonly loaded: boolean;
  readonly loading: boolean;
  /** Whether `loadMore` would give more. */
  readonly hasMore: boolean;
  /** Why the list could not be loaded. */
  readonly error: LyceumError | undefined;
}

/** What a list of conversations shows, kept up to date. It begins to load with the first subscriber, or `load`. */
export interface Conversations extends Store<ConversationsState> {
  /** Loads the first page anew. */
  load(): Promise<void>;
  loadMore(): Promise<void>;
}
