import type { ErrorCode, RoomRef, User } from '../protocol/index.js';
import type { Pair } from '../rooms/index.js';
import type { StoredMessage } from './stored-message.js';

/** What someone wants to say, before it has a number. Its id is made before, so that a write whose outcome is unknown can be found again. */
export interface MessageDraft {
  readonly id: string;
  readonly room: RoomRef;
  readonly sender: User;
  readonly clientId: string | null;
  readonly kind: string;
  readonly text: string;
  readonly metadata: Record<string, unknown> | null;
  readonly replyTo: string | null;
  /** As asked for, each once; those who are no members are left out by the write. */
  readonly mentions: readonly string[];
  /** By their ids, each once. */
  readonly attachments: readonly { readonly id: string }[];
}

/** Why a draft was not written; two of them are told in other words. */
export type RowRefusal =
  | Extract<ErrorCode, 'ROOM_NOT_FOUND' | 'ROOM_CLOSED' | 'NOT_A_MEMBER' | 'BANNED' | 'MUTED' | 'BLOCKED' | 'CONFLICT'>
  /** They have blocked the other themselves. */
  | 'BLOCKING'
  | 'REPLY_NOT_FOUND'
  | 'FILE_NOT_FOUND'
  /** One of the files is for another room, or in another message. */
  | 'FILE_TAKEN';

/** It stands in the room, by this write or by an earlier attempt at it. */
export interface WrittenMessage {
  readonly draft: MessageDraft;
  readonly stored: StoredMessage;
  readonly pair: Pair | null;
}

/** What became of a draft. */
export type Verdict =
  | ({ readonly outcome: 'written' } & WrittenMessage)
  /** The sender used its clientId in this room before, for the same. */
  | ({ readonly outcome: 'repeated' } & WrittenMessage)
  /** Not written: somebody else holds the room, for longer than writing takes. */
  | { readonly outcome: 'held'; readonly draft: MessageDraft }
  | { readonly outcome: 'refused'; readonly draft: MessageDraft; readonly code: RowRefusal };
