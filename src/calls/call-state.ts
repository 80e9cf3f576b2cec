import type { CallEndReason, CallState } from '../protocol/index.js';

/** What may happen to a call. */
export type CallEvent =
  /** The callee can't be rung for: they are in a call, or no device of theirs can ring. */
  | 'find-busy'
  | 'find-nobody'
  | 'accept'
  /** The first WebRTC answer passes. */
  | 'answer'
  | 'reject'
  | 'cancel'
  /** Somebody hangs up, in a room call the last one. */
  | 'complete'
  /** It has rung for its time. */
  | 'expire'
  /** A party did not come back within the grace, in a room call the last one. */
  | 'lose';

export type Outcome =
  { readonly state: 'connecting' | 'active' } | { readonly state: 'ended'; readonly endReason: CallEndReason };

const ended = (endReason: CallEndReason): Outcome => ({ state: 'ended', endReason });

/** The life of a call. What is not in it can't happen; nothing leads out of `ended`. */
export const CALL_TABLE: Readonly<Record<CallState, Readonly<Partial<Record<CallEvent, Outcome>>>>> = {
  ringing: {
    'find-busy': ended('busy'),
    'find-nobody': ended('unreachable'),
    accept: { state: 'connecting' },
    reject: ended('declined'),
    cancel: ended('cancelled'),
    expire: ended('no_answer'),
    // Only the caller is there to be lost.
    lose: ended('cancelled'),
  },
  connecting: {
    answer: { state: 'active' },
    complete: ended('completed'),
    lose: ended('connection_lost'),
  },
  active: {
    complete: ended('completed'),
    lose: ended('connection_lost'),
  },
  ended: {},
};

export function outcomeOf(state: CallState, event: CallEvent): Outcome | undefined {
  return CALL_TABLE[state][event];
}

/** What hanging up means: while it rings the caller cancels by it and the callee declines. */
export function hangUp(state: CallState, isCaller: boolean): CallEvent {
  if (state !== 'ringing') return 'complete';
  return isCaller ? 'cancel' : 'reject';
}

/** Why an event has no place in the state: it comes too late, for one of two reasons. */
export function tooLate(state: CallState): 'CALL_ENDED' | 'CALL_ANSWERED' {
  return state === 'ended' ? 'CALL_ENDED' : 'CALL_ANSWERED';
}
