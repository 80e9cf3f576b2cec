import type { RoomRef, RoomTarget, UserTarget } from './rooms.js';
import type { User } from './users.js';

export const CALL_KINDS = ['audio', 'video'] as const;
export type CallKind = (typeof CALL_KINDS)[number];

/**
 * `ringing` until somebody accepts; `connecting` until the first WebRTC answer has passed; `active` until it is over. From each of the
 * three it may end.
 */
export const CALL_STATES = ['ringing', 'connecting', 'active', 'ended'] as const;
export type CallState = (typeof CALL_STATES)[number];

export const CALL_END_REASONS = [
  'completed',
  'cancelled',
  'declined',
  'no_answer',
  'busy',
  'unreachable',
  'answered_elsewhere',
  'connection_lost',
  'failed',
] as const;
/** `answered_elsewhere` is told only to a person's other devices; no call ends so for both. */
export type CallEndReason = (typeof CALL_END_REASONS)[number];

export const SIGNAL_TYPES = ['offer', 'answer', 'candidate', 'hangup'] as const;
/** `hangup` tells the other browser that the media is over; the call itself ends by `calls:end`. */
export type SignalType = (typeof SIGNAL_TYPES)[number];

/** Bytes of one signal, offer or answer, as JSON. */
export const SIGNAL_BYTES = 48 * 1024;
/** Candidates that one party may send in one call. */
export const CANDIDATES = 200;
/** People in a room call without an SFU: each sends to each. */
export const MESH_SIZE = 4;

/** Calls of one answer to `calls:history`. */
export const CALL_HISTORY_LIMIT = 100;

export const PARTY_STATES = ['invited', 'joined', 'reconnecting', 'left'] as const;
/** `invited`: it rings, or rang, for them. `reconnecting`: their last device dropped, and they have some seconds to come back. */
export type PartyState = (typeof PARTY_STATES)[number];

export interface CallParty {
  user: User;
  state: PartyState;
  joinedAt: string | null;
}

/** A call of two people, or of those in a room who want to. */
export interface Call {
  id: string;
  kind: CallKind;
  state: CallState;
  /**
   * Where its people write to each other, during the call and after it: the direct room of two, or the room that is called; without its
   * code when the call is over.
   */
  room: RoomRef;
  /** Called is a room: nobody is rung for, who is in the room may join. */
  isRoomCall: boolean;
  caller: User;
  /** The caller first. In a room call those who joined. */
  parties: CallParty[];
  /** When it began to ring. */
  startedAt: string;
  acceptedAt: string | null;
  endedAt: string | null;
  endReason: CallEndReason | null;
  /** Null where nobody ended it: time ran out, or the connection was lost. */
  endedBy: User | null;
  /** From the accepting to the end; 0 where nobody accepted, null while it lasts. */
  durationSeconds: number | null;
}

/** How a command names a call: by its id, or as the one live call with that person. */
export interface CallTarget {
  callId?: string;
  with?: UserTarget;
}

export interface StartCall {
  /** Exactly one of `to` and `room`. */
  to?: UserTarget;
  /** The caller must be in it. Where a call is under way there, this joins it. */
  room?: RoomTarget;
  kind: CallKind;
  /** A session description, opaque to the server; some old clients can be rung only with one. */
  offer?: unknown;
  /** What the app wants to show with the ringing; at most 8 KB as JSON. */
  metadata?: Record<string, unknown>;
}

export interface AcceptCall extends CallTarget {
  answer?: unknown;
  metadata?: Record<string, unknown>;
}

export interface AcceptedCall extends Call {
  /** What the caller offered with the ringing, once more: some clients ask for it only now. Null where there was none, and in room calls. */
  offer: unknown;
}

export interface RejectCall extends CallTarget {
  /** 1 to 200 characters, shown to the caller. */
  reason?: string;
}

export interface SignalCall extends CallTarget {
  /** Needed in room calls alone. */
  to?: UserTarget;
  type: SignalType;
  /** Opaque to the server; a `null` (the end of candidates) passes too. */
  data?: unknown;
}

/** What a client measured, absolute since the call began; the latest of each party is kept. */
export interface CallStats {
  roundTripMs?: number;
  jitterMs?: number;
  packetsSent?: number;
  packetsReceived?: number;
  packetsLost?: number;
  bytesSent?: number;
  bytesReceived?: number;
  /** Whether the media goes through a TURN server. */
  relayed?: boolean;
}

export interface CallHistoryRequest {
  /** The `cursor` of the page before. */
  before?: string;
  /** 1 to 100, default 50. */
  limit?: number;
}

export interface CallHistoryPage {
  /** Newest first. */
  calls: Call[];
  cursor: string | null;
}

/** As `RTCConfiguration.iceServers` takes it. */
export interface IceServer {
  urls: string[];
  username?: string;
  credential?: string;
}

export interface IceServers {
  iceServers: IceServer[];
  /** When the credentials end; null where none of them has any. */
  expiresAt: string | null;
}

/** How to join the LiveKit room of a call. */
export interface SfuAccess {
  url: string;
  token: string;
  expiresAt: string;
}

export interface CallsCommands {
  /**
   * Rings all devices of the person. A callee who can't be rung gives no error but a call that has ended, as `busy` or `unreachable`.
   * `CALL_CROSSED` where the other is calling already: that call rings here.
   */
  'calls:start': { payload: StartCall; answer: Call };
  /** Of many at once one wins, the others get `CALL_ANSWERED`. In a room call: joins it, past the mesh's size `CALL_FULL`. */
  'calls:accept': { payload: AcceptCall; answer: AcceptedCall };
  'calls:reject': { payload: RejectCall; answer: Call };
  /** The caller alone, while it rings. */
  'calls:cancel': { payload: CallTarget; answer: Call };
  /** Whatever its state: while it rings the caller cancels by it and the callee declines. In a room call: leaves it; the last one ends it. */
  'calls:end': { payload: CallTarget; answer: Call };
  /** To the other party alone, in order; kept for 30 s for one that is reconnecting. */
  'calls:signal': { payload: SignalCall; answer: { callId: string } };
  /** The caller's calls that ring or last, oldest first: what a client asks that came back. */
  'calls:current': { payload: Record<string, never>; answer: { calls: Call[] } };
  'calls:history': { payload: CallHistoryRequest; answer: CallHistoryPage };
  'calls:stats': { payload: { callId: string; stats: CallStats }; answer: { callId: string } };
  'calls:ice-servers': { payload: Record<string, never>; answer: IceServers };
  /** Only where a LiveKit server is configured; else `CALL_FULL`. */
  'calls:join-sfu': { payload: { callId: string }; answer: SfuAccess };
}

export interface CallsFacts {
  /** To every device of the callee that can ring; in a room call to all in the room. */
  'calls:incoming': { call: Call; offer: unknown; metadata: Record<string, unknown> | null };
  /**
   * To the caller's devices; in a room call to all parties, when somebody joins. Once more to the connection of a caller who dropped out
   * about then and is back.
   */
  'calls:accepted': { call: Call; by: User; answer: unknown; metadata: Record<string, unknown> | null };
  /** To the caller's devices: declined, busy, unreachable. */
  'calls:rejected': { call: Call; by: User; reason: string | null };
  /**
   * To the devices of all parties, in a room call of those who are in the room still; with `answered_elsewhere` to the callee's other
   * devices, while the call goes on.
   */
  'calls:ended': {
    call: Call;
    callId: string;
    endReason: CallEndReason;
    endedBy: User | null;
    durationSeconds: number;
  };
  'calls:signal': { callId: string; from: User; type: SignalType; data: unknown };
  /** The party has until then to come back. */
  'calls:peer-reconnecting': { callId: string; user: User; until: string };
  'calls:peer-returned': { callId: string; user: User };
  /** Somebody left a room call that goes on. */
  'calls:peer-left': { call: Call; user: User };
  /**
   * The room call that is under way, as it is now: to all in the room whenever it or its people change, and to a connection that comes into
   * the room while it lasts. `ended` is its last state: what may come after it is older.
   */
  'calls:in-room': { call: Call };
}
