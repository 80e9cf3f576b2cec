import type {
  AnswerOf,
  Member,
  MemberRole,
  Message,
  Room as RoomDetails,
  SearchPage,
  SearchRequest,
  UpdateRoom,
} from '../../../src/protocol/index.js';
import type { Store } from '../core/store.js';
import type { Draft } from '../outbox/entry.js';
import type { RoomMessage, RoomState } from './room-state.js';

/**
 * A room, or the conversation with one person, as it lives: a store of `RoomState`, and everything that can be done there. It comes back by
 * itself after a reconnect and catches up on what was missed. What is asked rejects with a `LyceumError`.
 */
export interface Room extends Store<RoomState> {
  /** Says something. It stands in `messages` at once, and is sent as soon as that is possible. */
  send(draft: Draft | string): RoomMessage;
  /** Sends a failed message once more. */
  retry(message: RoomMessage): void;
  /** Takes a failed or waiting message away. */
  discard(message: RoomMessage): void;
  /** With `ifRevision` it is refused (`REVISION_CONFLICT`) where somebody changed the message meanwhile. */
  edit(messageId: string, text: string, ifRevision?: number): Promise<Message>;
  delete(messageId: string): Promise<Message>;
  /** Shown at once; taken back where it is refused. */
  react(messageId: string, emoji: string, on?: boolean): Promise<Message>;
  pin(messageId: string, on?: boolean): Promise<Message>;
  /** Fills `pins`. */
  loadPins(): Promise<readonly Message[]>;
  /** Everything up to there was seen; by default all. Sent at most once a second, the latest alone. */
  markRead(seq?: number): void;
  /** Call it at each key press: it is sent at most once in 3 s, and ended by `false`, by sending, or after 6 s. */
  setTyping(on: boolean): void;
  /** Loads the page before the oldest message; at most one at a time. True where there are more. */
  loadOlder(limit?: number): Promise<boolean>;
  /** Loads older pages until that message is there; false where it is not. */
  loadUntil(messageId: string, pages?: number): Promise<boolean>;
  search(request: Omit<SearchRequest, 'room'>): Promise<SearchPage>;

  /** Goes out of the room and gives up the membership. */
  leave(): Promise<void>;
  /** Tries to come in again: after `failed`, `kicked` or `denied`. */
  rejoin(): Promise<void>;
  /** Ends what keeps this object up to date, without leaving the room. */
  release(): void;

  /** Owner and moderators: title, lock, capacity, waiting room. */
  update(wishes: Omit<UpdateRoom, 'room'>): Promise<RoomDetails>;
  /** Owner: ends the room for all. */
  close(): Promise<void>;
  /** A new code; the old one leads nowhere. */
  rotateCode(): Promise<RoomDetails>;
  /** A page of the members, here now or not. */
  members(page?: { banned?: boolean; after?: string; limit?: number }): Promise<AnswerOf<'rooms:members'>>;
  invite(userId: string): Promise<void>;
  /** Puts somebody out; they may come back. */
  kick(userId: string): Promise<void>;
  /** Puts somebody out for good. */
  ban(userId: string): Promise<void>;
  unban(userId: string): Promise<void>;
  mute(userId: string, on?: boolean): Promise<Member>;
  /** Owner: gives a role; making somebody else the owner makes us a moderator. */
  setRole(userId: string, role: MemberRole): Promise<Member>;
  /** Fills `knocks`. */
  loadKnocks(): Promise<void>;
  /** Lets somebody in who waits. */
  admit(userId: string): Promise<void>;
  deny(userId: string): Promise<void>;
  /** The live-session update: passes to all who are here as it is. */
  announce(data: Record<string, unknown>): Promise<void>;
}
