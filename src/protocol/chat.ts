import type { Attachment } from './files.js';
import type { Room, RoomRef, RoomTarget, UserTarget } from './rooms.js';
import type { User } from './users.js';

/** One thing said in a room. The fact `chat:message` is the message itself, and so is the answer to `chat:send`. */
export interface Message {
  id: string;
  room: RoomRef;
  /** Where in the room it was said: 1…n without a gap. */
  seq: number;
  /** The number of its latest change; `seq` while there is none. */
  revisionSeq: number;
  sender: User;
  /** `text`, or what the app calls its own kind of message. */
  kind: string;
  text: string;
  metadata: Record<string, unknown> | null;
  clientId: string | null;
  replyTo: string | null;
  /** In the order given; gone with the message when it is deleted. */
  attachments: Attachment[];
  /** Ids of the members it addresses. */
  mentions: string[];
  reactions: Reaction[];
  createdAt: string;
  editedAt: string | null;
  /** Then text, metadata and attachments are gone. */
  deletedAt: string | null;
  pinnedAt: string | null;
}

/** One emoji under a message, in the order in which they were first used. */
export interface Reaction {
  emoji: string;
  count: number;
  /** Who reacted so, the first 50. */
  userIds: string[];
}

export interface SendMessage {
  /** Exactly one of `room` and `to`. */
  room?: RoomTarget;
  /**
   * A person: into the direct room of the two, which is made where there is none; that counts as making a room. An id is that of the
   * person with an account, else of the guest who claims it and is here or was lately (`guest:<claimed id>` in full).
   */
  to?: UserTarget;
  /**
   * 1 to 4,000 characters, at most 16 KB, well-formed Unicode, no NUL; stored and shown exactly as sent. It may be empty where there are
   * attachments.
   */
  text: string;
  /** Made by the client; a repeat with the same content gets the first answer again. Without it a send is not idempotent. */
  clientId?: string;
  /** Default `text`; 1 to 32 characters of `a-z A-Z 0-9 _ -`. */
  kind?: string;
  /** At most 8 KB as JSON. */
  metadata?: Record<string, unknown>;
  /** Id of a message of the same room. */
  replyTo?: string;
  /** Ids of people it addresses, at most 50; those who are not members of the room are left out. */
  mentions?: string[];
  /**
   * Ids of files that the caller uploaded for this room, or for this person; at most 10, each once, shown in this order. A file belongs
   * to one message only. Errors: `FILE_NOT_FOUND` where one is not there yet, another's, or for another room; `INVALID`, field
   * `attachments`, where it is in another message already.
   */
  attachments?: string[];
}

export interface HistoryRequest {
  room: RoomTarget;
  /** Sequence numbers, exclusive; at most one of the three. */
  before?: number;
  after?: number;
  around?: number;
  /** 1 to 100, default 50. */
  limit?: number;
}

export interface HistoryPage {
  /** Oldest first. */
  messages: Message[];
  /** Whether there are more in the direction asked for. */
  hasMore: boolean;
}

export interface SyncRequest {
  /** 1 to 200 rooms. */
  rooms: { room: RoomTarget; afterSeq: number }[];
}

export interface RoomChanges {
  room: RoomRef;
  /** Messages said or changed after `afterSeq`, ordered by `max(seq, revisionSeq)`; 300 at most. */
  changes: Message[];
  lastSeq: number;
  more: boolean;
  /** The window can't be given: throw away what is known of the room and load its history. */
  reset?: true;
  /** This room could not be read; the others still were. */
  error?: { code: string; message: string };
}

export interface EditMessage {
  messageId: string;
  /** As in `SendMessage`; the attachments stay. */
  text: string;
  /** Refuse with `REVISION_CONFLICT` unless the message's `revisionSeq` is still this, or its text is already the wanted one. */
  ifRevision?: number;
}

export interface SearchRequest {
  /** Absent: all open rooms that the caller is a member of; of more than 1,000 those used last. */
  room?: RoomTarget;
  /**
   * 1 to 256 characters, as people type into a search box: words, "phrases", or, -not. Without a word that a message must have
   * (`-not` alone, punctuation) nothing is found.
   */
  query: string;
  /** A sequence number, exclusive; only with `room`. */
  before?: number;
  /** Without `room`: the `cursor` of the page before. */
  cursor?: string;
  /** 1 to 50, default 20. */
  limit?: number;
}

export interface SearchPage {
  /** The newest that fit, oldest first. */
  messages: Message[];
  hasMore: boolean;
  /** Gives the next page, where there is one. */
  cursor: string | null;
}

export interface ReactionChange {
  room: RoomRef;
  /** The number of this change; the message's `revisionSeq` from now on. */
  seq: number;
  messageId: string;
  user: User;
  emoji: string;
  on: boolean;
  /** How many people react so now. */
  count: number;
}

/** Names a place in a room: its number there, or the message that was said at it. */
export interface Mark {
  /** With `seq`; then `messageId` is absent. */
  room?: RoomTarget;
  seq?: number;
  messageId?: string;
  /** Alone: everything that was said until now between the caller and that person. */
  with?: UserTarget;
}

/** How far somebody is in a room, in absolute numbers. Of two of these the one with the smaller `readSeq` or `lastSeq` is the older. */
export interface Unread {
  room: RoomRef;
  /**
   * Others' messages past the mark that are not deleted. 1,000 means "1,000 or more"; where more than 2,000 were said past the mark,
   * only those are looked at that were said last.
   */
  unread: number;
  /** Those of them that mention the person. */
  mentions: number;
  lastSeq: number;
  readSeq: number;
  deliveredSeq: number;
}

/** How far somebody else is. */
export interface Receipt {
  room: RoomRef;
  user: User;
  readSeq: number;
  deliveredSeq: number;
}

/** One room of `GET /api/conversations`. */
export interface Conversation extends Pick<Unread, 'unread' | 'mentions' | 'readSeq' | 'lastSeq'> {
  room: Room;
  /** What was said last, also where it is deleted. */
  lastMessage: Message | null;
}

/** A page of `GET /api/conversations?before=<cursor>&limit=<1 to 100, default 50>`. */
export interface ConversationPage {
  /** Most recently used first. A page of long messages ends early. */
  conversations: Conversation[];
  hasMore: boolean;
  /** Gives the next page, as `before`, where there is one. */
  cursor: string | null;
}

export interface ChatCommands {
  'chat:send': { payload: SendMessage; answer: Message & { duplicate?: true } };
  'chat:history': { payload: HistoryRequest; answer: HistoryPage };
  'chat:sync': { payload: SyncRequest; answer: { rooms: RoomChanges[] } };
  /** The sender alone, while they may write there. Without a change of the text nothing happens. */
  'chat:edit': { payload: EditMessage; answer: Message };
  /** The sender, or who moderates the room. Text, metadata and attachments are gone for good; the number stays. */
  'chat:delete': { payload: { messageId: string }; answer: Message };
  /** `emoji` is one emoji. Saying twice the same changes nothing. */
  'chat:react': { payload: { messageId: string; emoji: string; on: boolean }; answer: Message };
  /** Who moderates the room; in a direct room both. */
  'chat:pin': { payload: { messageId: string; on: boolean }; answer: Message };
  /** What is pinned in a room, oldest pin first. `after`: the id of the last one of the page before. */
  'chat:pins': { payload: { room: RoomTarget; after?: string }; answer: HistoryPage };
  'chat:search': { payload: SearchRequest; answer: SearchPage };
  /** `to`: in the direct room of the two, as in `SendMessage`. */
  'chat:typing': { payload: { room?: RoomTarget; to?: UserTarget; on: boolean }; answer: { room: RoomRef } };
  /**
   * Everything up to there was seen. Marks only grow, and end at the room's last number; members' alone, in a closed room, too.
   * Sending moves no mark: the client says what it has shown. One's own messages are never unread.
   */
  'chat:read': { payload: Mark; answer: Unread };
  /** As `chat:read` for what has reached a device; being read implies it. */
  'chat:delivered': { payload: Mark; answer: Unread };
  /** Absent: the caller's open rooms that have something unread, most recently used first, 200 at most. */
  'chat:unread': { payload: { room?: RoomTarget }; answer: { rooms: Unread[]; more: boolean } };
  /**
   * Members: how far those others are who are in the room now; of a conversation of two the other one, there or not. What changes comes
   * as `chat:receipt`, and like that not in rooms with more than 200 people in them.
   */
  'chat:receipts': { payload: { room: RoomTarget }; answer: { receipts: Receipt[] } };
}

export interface ChatFacts {
  'chat:message': Message;
  /** These three hold the message as it is now; their place in the order is its `revisionSeq`. */
  'chat:edited': Message;
  'chat:deleted': Message;
  'chat:pinned': Message;
  'chat:reaction': ReactionChange;
  /** While they type every 3 s at most; `on: false` when they fall silent for 6 s, send, leave or are gone. */
  'chat:typing': { room: RoomRef; user: User; on: boolean };
  /** Somebody's marks moved; at most once a second for each, and never in rooms with more than 200 people in them. */
  'chat:receipt': Receipt;
  /**
   * To a member's devices that have not joined the room when something is said or deleted there, and to all of them when the person
   * reads; at most once a second for each room.
   */
  'chat:unread': Unread;
}
