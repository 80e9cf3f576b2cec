import type { AnswerOf, CreateRoom, Room as RoomDetails, RoomTarget, UserTarget } from '../../../src/protocol/index.js';
import type { Room } from './room.js';

/** How a room is entered. */
export interface JoinOptions {
  /** With a key: makes a public room of that key where there is none. */
  create?: boolean;
  /** Guests: the name to use in the room; by default the client's `guestName`. */
  name?: string;
  /** How many messages are loaded at first; 1 to 100, default 50. */
  historyLimit?: number;
}

/** The rooms that are open here. Whoever asks for the same room gets the same object. */
export interface Rooms {
  /** Comes into a room; resolves when it is joined or waits to be let in, rejects where it can't be. */
  join(target: RoomTarget, options?: JoinOptions): Promise<Room>;
  /** As `join`, at once: the room's `status` tells how it goes. */
  open(target: RoomTarget, options?: JoinOptions): Room;
  /** The conversation with a person. There need be none yet: the first message makes it. */
  direct(person: UserTarget): Room;
  create(wishes?: CreateRoom): Promise<RoomDetails>;
  /** A page of the rooms that we are a member of. */
  list(page?: { limit?: number; before?: string }): Promise<AnswerOf<'rooms:list'>>;
  /** A look at a room, without coming in. */
  get(target: RoomTarget): Promise<AnswerOf<'rooms:get'>>;
}
