import type { Attachment, RoomTarget, SendMessage, UserTarget } from '../../../src/protocol/index.js';
import type { LyceumError } from '../core/error.js';
import type { Store } from '../core/store.js';

/** What a person wants to say. */
export interface Draft {
  text: string;
  /** Default `text`. */
  kind?: string;
  metadata?: Record<string, unknown>;
  /** Id of the message it replies to. */
  replyTo?: string;
  /** Files uploaded for this room. Given whole, they are shown before the message has been sent; ids will do. */
  attachments?: readonly (Attachment | string)[];
  /** Ids of people it addresses. */
  mentions?: string[];
}

/** A message on its way. */
export interface OutboxEntry {
  readonly clientId: string;
  /** Orders those of the same moment. */
  readonly order: number;
  /** Where it goes: a room, or a person. */
  readonly room: RoomTarget | undefined;
  readonly to: UserTarget | undefined;
  readonly message: Omit<SendMessage, 'room' | 'to' | 'clientId'>;
  /** Those of its files that were given whole. */
  readonly attachments: readonly Attachment[];
  /** ISO 8601. */
  readonly createdAt: string;
  /** `failed`: refused for good; `retry` or `discard` it. */
  readonly state: 'sending' | 'failed';
  readonly error: LyceumError | undefined;
}

/** Messages that are not said yet: sent in order, again after every reconnect, until the server has answered each. */
export interface Outbox extends Store<readonly OutboxEntry[]> {
  /** Sends a failed one once more. */
  retry(clientId: string): void;
  /** Forgets a failed one, or one that waits; what is on its way may still arrive. */
  discard(clientId: string): void;
}
