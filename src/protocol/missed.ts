import type { Message } from './chat.js';

/** One of the two people of a conversation, as the dialects show them that name both in every message. */
export interface Contact {
  id: string;
  /** The id where nobody here has it. */
  name: string;
  avatarUrl: string | null;
  /** Null unless both people belong to the same issuer, and that is not this server itself. */
  email: string | null;
}

/** A message of a conversation of two, and these two. */
export interface MissedMessage {
  message: Message;
  contacts: Contact[];
}

/** What somebody has not been given yet. */
export interface MissedPage {
  /** Oldest first, over all conversations; 100 at most. */
  messages: MissedMessage[];
  more: boolean;
}

export interface MissedCommands {
  /**
   * For clients that keep no numbers: what others said in the caller's conversations of two past the delivered marks, and is not deleted. The
   * marks move with it, so that of all the person's devices one is given it, once. `FORBIDDEN` to guests.
   */
  'chat:missed': { payload: Record<string, never>; answer: MissedPage };
}
