import type { RoomRef, RoomTarget } from './rooms.js';
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
  attachments: never[];
  mentions: never[];
  reactions: never[];
  createdAt: string;
  editedAt: string | null;
  deletedAt: string | null;
}

export interface SendMessage {
  room: RoomTarget;
  /** 1 to 4,000 characters, at most 16 KB, well-formed Unicode, no NUL; stored and shown exactly as sent. */
  text: string;
  /** Made by the client; a repeat with the same content gets the first answer again. Without it a send is not idempotent. */
  clientId?: string;
  /** Default `text`; 1 to 32 characters of `a-z A-Z 0-9 _ -`. */
  kind?: string;
  /** At most 8 KB as JSON. */
  metadata?: Record<string, unknown>;
  /** Id of a message of the same room. */
  replyTo?: string;
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

export interface ChatCommands {
  'chat:send': { payload: SendMessage; answer: Message & { duplicate?: true } };
  'chat:history': { payload: HistoryRequest; answer: HistoryPage };
  'chat:sync': { payload: SyncRequest; answer: { rooms: RoomChanges[] } };
  'chat:typing': { payload: { room: RoomTarget; on: boolean }; answer: { room: RoomRef } };
}

export interface ChatFacts {
  'chat:message': Message;
  'chat:typing': { room: RoomRef; user: User; on: boolean };
}
