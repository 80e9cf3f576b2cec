import type { Call as CallDetails } from '../../../src/protocol/index.js';
import type { LyceumError } from '../core/error.js';
import type { CallPeer, CallSnapshot } from './call.js';
import { NO_MEDIA, UNSEEN, type MediaDesk, type MediaView } from './media-desk.js';

/** How a call came to be here. */
export interface CallOrigin {
  readonly details: CallDetails;
  readonly direction: 'incoming' | 'outgoing';
  readonly metadata?: Record<string, unknown> | null;
  /** What the caller offered with the ringing. */
  readonly offer?: unknown;
  /** Made before the call was: its first offer is in it. */
  readonly desk?: MediaDesk;
  readonly sfu?: boolean;
}

/** What is known of a call beside its media. */
export interface CallFacts {
  readonly details: CallDetails;
  readonly direction: 'incoming' | 'outgoing';
  readonly metadata: Record<string, unknown> | null;
  /** We take part by this client. */
  readonly isOurs: boolean;
  /** LiveKit's client makes the media. */
  readonly isSfu: boolean;
  readonly offline: boolean;
  /** Until when those who dropped out have to be back. */
  readonly until: ReadonlyMap<string, string>;
  readonly declineReason: string | null;
  readonly error: LyceumError | undefined;
}

export function factsOf({ details, direction, metadata = null, sfu = false }: CallOrigin, offline: boolean): CallFacts {
  const unheard = { declineReason: null, error: undefined, until: new Map<string, string>() };
  return { details, direction, metadata, isOurs: false, isSfu: sfu, offline, ...unheard };
}

/** The call as it is shown. */
export function shownOf(facts: CallFacts, media: MediaView = NO_MEDIA, meId?: string): CallSnapshot {
  const { details, direction, metadata, offline, declineReason, error } = facts;
  const { id, kind, room, isRoomCall, caller, startedAt, acceptedAt, endedAt, endReason, endedBy } = details;
  const { localStream, remoteStreams, muted, cameraOff, sharing, voiceless, quality, devices } = media;
  const peers = peersOf(facts, media, meId);
  return {
    ...{ id, kind, direction, room, isRoomCall, caller, metadata, peers, localStream, remoteStreams },
    ...{ muted, cameraOff, sharing, voiceless, devices, quality, offline, startedAt, acceptedAt, endedAt, endReason, endedBy },
    state: stateOf(facts, peers),
    declineReason,
    error,
  };
}

/** Once there was media, a way that is looked for anew does not make it less of a call. */
function stateOf({ details: { state }, isSfu }: CallFacts, peers: readonly CallPeer[]): CallSnapshot['state'] {
  if (state === 'ended') return state;
  if (peers.some(({ connection }) => connection === 'connected' || connection === 'restoring')) return 'active';
  if (state === 'ringing') return state;
  return isSfu ? 'active' : 'connecting';
}

function peersOf({ details, until }: CallFacts, media: MediaView, meId: string | undefined): CallPeer[] {
  const others = details.parties.filter(({ user }) => user.id !== meId);
  const shown = details.isRoomCall ? others.filter(({ state }) => state === 'joined' || state === 'reconnecting') : others;
  return shown.map(({ user, state }) => ({
    user,
    state,
    ...(media.peers.get(user.id) ?? UNSEEN),
    reconnectingUntil: state === 'reconnecting' ? until.get(user.id) : undefined,
  }));
}
