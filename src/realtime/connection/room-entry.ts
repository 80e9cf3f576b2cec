import type { JoinedRoom } from '../../common/index.js';
import type { Topic } from '../publisher/audience.js';
import type { EncodedFact } from '../publisher/encode-fact.js';

export const NO_ROOMS: ReadonlyMap<string, JoinedRoom> = new Map();

/** Facts that may wait for an answer to go first. */
export const HELD_FACTS = 1_000;

/** A joined room: what was said up to that number and before that time, in milliseconds since 1970, is not for this connection. */
export interface RoomEntry extends JoinedRoom {
  code: string | null;
  formerCodes?: readonly string[];
  readonly afterSeq: number;
  readonly enteredAt: number;
  /** The same by the database's clock, in microseconds. */
  moment: number;
}

/** While a question is being answered: the room that is entered by it, and what waits for the answer. */
export interface Answering {
  roomId: string | undefined;
  facts: EncodedFact[];
  /** Of what is watched only the latest state. */
  readonly states: Map<Topic, { readonly encoded: EncodedFact; readonly isDue: () => boolean }>;
}

/** From now on it has that code, and still is called by those of before. */
export function renameEntry(entry: RoomEntry, code: string | null): void {
  if (entry.code !== null) {
    // The one it joined by, which an old client never unlearns, and the latest, which others may not know to be gone yet.
    const [first = entry.code] = entry.formerCodes ?? [];
    entry.formerCodes = [...new Set([first, entry.code])];
  }
  entry.code = code;
}

/** More of a state that is told. */
export interface Informing {
  /** Whether it still is for the connection; asked again where it has to wait. */
  readonly isDue?: () => boolean;
  /** The same for who does not know the state before, where what is told builds on that. */
  readonly whole?: () => EncodedFact;
}
