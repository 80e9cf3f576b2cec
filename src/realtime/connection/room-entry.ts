import type { JoinedRoom } from '../../common/index.js';
import type { Topic } from '../publisher/audience.js';
import type { EncodedFrame } from '../publisher/encoded-frame.js';

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
  facts: EncodedFrame[];
  /** Of what is watched only the latest state. */
  readonly states: Map<Topic, { readonly encoded: EncodedFrame; readonly isDue: () => boolean }>;
}
