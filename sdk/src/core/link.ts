import type { Answer } from '../../../src/protocol/index.js';
import type { LyceumError } from './error.js';

/** What a connection shows when it is made. */
export interface LinkAuth {
  dialect: 'lyceum';
  deviceId: string;
  token?: string;
  guestKey?: string;
}

/** What is heard of one connection. */
export interface LinkEvents {
  fact(name: string, data: unknown): void;
  /** It could not be made, or is over; once, and nothing after it. The error where the server said why. */
  down(error: LyceumError | undefined): void;
}

/** One connection, from its making to its loss; the next one is another object. */
export interface Link {
  /** Sends a command. Where the connection is lost first there is no answer. */
  ask(command: string, payload: unknown, answered: (answer: Answer<unknown>) => void): void;
  /** Ends it without a word of `down`. */
  close(): void;
}

export type OpenLink = (url: string, auth: LinkAuth, events: LinkEvents) => Link;
