import type { Room as RoomDetails, RoomTarget, UserTarget } from '../../../src/protocol/index.js';
import type { Wire } from '../core/wire.js';
import type { LiveOutbox } from '../outbox/live-outbox.js';
import type { JoinOptions } from './rooms.js';

/** What a room is opened with. */
export interface Opening {
  readonly wire: Wire;
  readonly outbox: LiveOutbox;
  /** Absent: the conversation with `to`, whose room is not known yet. */
  readonly target: RoomTarget | undefined;
  readonly to: UserTarget | undefined;
  readonly options: JoinOptions;
  /** It was joined. */
  entered(room: RoomDetails): void;
  released(): void;
}
