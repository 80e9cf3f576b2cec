import type {
  Call as CallDetails,
  CallHistoryPage,
  CallHistoryRequest,
  CallKind,
  RoomTarget,
  UserTarget,
} from '../../../src/protocol/index.js';
import type { Store } from '../core/store.js';
import type { AcceptOptions, Call } from './call.js';
import type { Devices } from './devices.js';

/** Whom to call and how. Exactly one of `to` and `room`. */
export interface StartOptions extends AcceptOptions {
  to?: UserTarget;
  /** A room that we are in; where a call is under way there this joins it. At most four take part, unless an SFU does the media. */
  room?: RoomTarget;
  kind: CallKind;
  /** What is shown with the ringing; at most 8 KB as JSON. */
  metadata?: Record<string, unknown>;
  /** Makes no media here: LiveKit's client does, by `call.joinSfu()`. For room calls. */
  sfu?: boolean;
}

/** Calls of two, and in rooms. A person is in one at a time. */
export interface Calls {
  /**
   * Calls. A person who can't be rung gives a call that has ended, as `busy` or `unreachable`; one who is calling us right now (`CALL_CROSSED`)
   * has that call accepted. Rejects with `PERMISSION_DENIED`, `NO_DEVICE`, `DEVICE_BUSY`, `NOT_SUPPORTED` before anybody is rung,
   * `LIMIT_REACHED` where we are in a call, `BLOCKED`, `CALL_FULL`, …
   */
  start(options: StartOptions): Promise<Call>;
  /** The call that rings here. */
  readonly incoming: Store<Call | undefined>;
  /** The call that we make, or are in, with this client; undefined as soon as it is over. */
  readonly current: Store<Call | undefined>;
  /** The calls that are under way in the rooms that we are in, by the room's id, as they are now. Join by `start({ room })`. */
  readonly inRooms: Store<ReadonlyMap<string, CallDetails>>;
  /** A call of ours that goes on without this client: of the page before a reload, or of another device. Asked for from the first subscriber on. */
  readonly resumable: Store<CallDetails | undefined>;
  /** Goes on with `resumable` here; where another device has it, it ends here as `answered_elsewhere`. */
  resume(options?: AcceptOptions): Promise<Call>;
  /** Newest first. */
  history(page?: CallHistoryRequest): Promise<CallHistoryPage>;
  /** Microphones, cameras and speakers. */
  readonly devices: Store<Devices>;
}
