import type { CallEndReason, CallKind, CallParty, CallState, RoomRef, SfuAccess, User } from '../../../src/protocol/index.js';
import type { LyceumError } from '../core/error.js';
import type { Store } from '../core/store.js';

/** How well the media comes through: by what got lost in the last seconds, and by the time it takes. */
export type CallQuality = 'good' | 'fair' | 'poor';

/** `new`: nothing was said yet. `restoring`: it was there, and a way is looked for anew. */
export type MediaConnection = 'new' | 'connecting' | 'connected' | 'restoring';

/** Somebody else in the call. What they hide is known of clients that tell it, as this one does. */
export interface CallPeer {
  readonly user: User;
  readonly state: CallParty['state'];
  readonly connection: MediaConnection;
  /** Until when they have to come back, while `state` is `reconnecting`. */
  readonly reconnectingUntil: string | undefined;
  readonly muted: boolean;
  readonly cameraOff: boolean;
  readonly sharing: boolean;
}

/** Which devices a call uses, by their ids; undefined: the browser's choice. */
export interface ChosenDevices {
  readonly microphone?: string;
  readonly camera?: string;
  readonly speaker?: string;
}

/** A call as it is now. */
export interface CallSnapshot {
  readonly id: string;
  readonly kind: CallKind;
  readonly direction: 'incoming' | 'outgoing';
  /** `active` as soon as media flows, on this side. */
  readonly state: CallState;
  readonly room: RoomRef;
  readonly isRoomCall: boolean;
  readonly caller: User;
  /** What the caller's app gave to show with the ringing. */
  readonly metadata: Record<string, unknown> | null;
  /** The others; in a room call those who are in it. */
  readonly peers: readonly CallPeer[];
  /** What the others see and hear of us; give it to a muted `<video>`. */
  readonly localStream: MediaStream | undefined;
  /** By user id; give each to a `<video autoplay playsinline>`. */
  readonly remoteStreams: ReadonlyMap<string, MediaStream>;
  readonly muted: boolean;
  /** Also where there is no camera, and in audio calls until it is turned on. */
  readonly cameraOff: boolean;
  readonly sharing: boolean;
  /** Our microphone has stopped, as when it was unplugged, and no other was found: nobody hears us until one is chosen. */
  readonly voiceless: boolean;
  readonly devices: ChosenDevices;
  /** Undefined until it was measured. */
  readonly quality: CallQuality | undefined;
  /** The gateway can't be reached right now; the media may go on. */
  readonly offline: boolean;
  readonly startedAt: string;
  readonly acceptedAt: string | null;
  readonly endedAt: string | null;
  readonly endReason: CallEndReason | null;
  readonly endedBy: User | null;
  /** What the other said by declining. */
  readonly declineReason: string | null;
  /** What went wrong with it last: a device that was refused, a call that could not be accepted. */
  readonly error: LyceumError | undefined;
}

/** One second of a call, over all of its connections. */
export interface CallMeasure {
  readonly bitsPerSecondIn: number;
  readonly bitsPerSecondOut: number;
  /** Of the packets that were to come in. */
  readonly lossPercent: number;
  readonly roundTripMs: number | undefined;
  /** Whether it goes through a TURN server. */
  readonly relayed: boolean;
  readonly quality: CallQuality;
}

/** How a call is accepted. */
export interface AcceptOptions {
  /** Start without one's camera. */
  cameraOff?: boolean;
  muted?: boolean;
  devices?: ChosenDevices;
}

/** A call, from the first ring to its end. It keeps its media up by itself, through lost networks and reconnects. */
export interface Call extends Store<CallSnapshot> {
  readonly id: string;
  /** New each second while there is media; a store of its own, so that nothing else is rendered anew. */
  readonly measured: Store<CallMeasure | undefined>;
  /**
   * Takes an incoming call with this device. Rejects, and it rings on, with `PERMISSION_DENIED`, `NO_DEVICE`, `DEVICE_BUSY`, `NOT_SUPPORTED`;
   * for good with `CALL_ANSWERED` (on another device) and `CALL_ENDED`.
   */
  accept(options?: AcceptOptions): Promise<void>;
  /** Does not take it; the caller is shown the reason. */
  decline(reason?: string): Promise<void>;
  /** Ends it whatever its state, cancels it while it rings; leaves a room call. The media ends at once, whether the server is reached or not. */
  hangUp(): Promise<void>;
  mute(isMuted?: boolean): void;
  /** The camera's light goes out when it is off. */
  setCamera(isOn: boolean): Promise<void>;
  /** Shows a screen or window in place of the camera, until `stopSharing` or the browser's own button. */
  shareScreen(): Promise<void>;
  stopSharing(): Promise<void>;
  /** Goes on with other devices. A `speaker` is for the app's own `<video>` elements: see `playThrough`. */
  choose(devices: ChosenDevices): Promise<void>;
  /**
   * How to join the call's LiveKit room, where the gateway has such a server (else `CALL_FULL`). The media is LiveKit's own client's to make:
   * start or accept the call with `sfu: true`, and none is made here.
   */
  joinSfu(): Promise<SfuAccess>;
}
