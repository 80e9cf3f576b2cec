import type { RoomKind, RoomRef, User } from '../../protocol/index.js';
import type { LoggedMessage } from '../message-log.repository.js';
import type { Pair } from '../../rooms/index.js';
import type { StoredMessage } from '../stored-message.js';

/** A message that somebody wants to change, and where it stands; all of it as it is while its room is locked. */
export interface Scene {
  readonly message: LoggedMessage;
  /** Of the message as it was sent, where the row does not tell it any more; see `digestOf`. */
  readonly saidDigest: string | null;
  readonly room: RoomRef;
  readonly roomKind: RoomKind;
  /** Whose conversation it is, where it is one of two. */
  readonly pair: Pair | null;
  /** The number that the change takes. */
  readonly nextSeq: number;
  /** By the database's clock. */
  readonly now: Date;
  readonly user: User;
  readonly isMuted: boolean;
  /** In a conversation of two: whether the user has blocked the other (`BLOCKING`), or the other them; null: neither. */
  readonly block: 'BLOCKING' | 'BLOCKED' | null;
}

/** What a change makes of a message; what it does not name stays. */
export type Alteration = Partial<
  Pick<StoredMessage, 'text' | 'metadata' | 'attachments' | 'mentions' | 'reactions' | 'editedAt' | 'deletedAt' | 'pinnedAt'>
>;
