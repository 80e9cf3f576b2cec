import { AppError } from '../../../common/index.js';
import {
  CALL_KINDS,
  SIGNAL_TYPES,
  type Call,
  type CallEndReason,
  type CallKind,
  type SignalType,
} from '../../../protocol/index.js';
import type { Fields, InboundRow, PersonalRows } from '../dialect.js';
import { ask, frame, say } from '../script.js';
import { name, optionalName, optionalObject } from './fields.js';
import { between, shownId } from './frames.js';

const DECLINED = 'Call declined';

const SIGNALS = {
  offer: 'webrtc_offer',
  answer: 'webrtc_answer',
  candidate: 'webrtc_ice_candidate',
  hangup: 'webrtc_hangup',
} as const satisfies Record<SignalType, string>;

export const callRows: Readonly<Record<string, InboundRow>> = {
  *initiate_call(fields, { user }) {
    const metadata = optionalObject(fields, 'callData');
    const call = yield* ask('calls:start', {
      to: { id: name(fields, 'receiverId') },
      kind: kindOf(fields),
      ...(metadata === undefined ? {} : { metadata }),
    });
    // One that is over already is told as `call_rejected`.
    if (call.state === 'ringing') yield* say(frame('call_initiated_confirmed', confirmed(call, user.id)));
    return call;
  },
  *accept_call(fields, { user }) {
    const metadata = optionalObject(fields, 'callData');
    const { offer, ...call } = yield* ask('calls:accept', {
      callId: callId(fields),
      ...(metadata === undefined ? {} : { metadata }),
    });
    // These clients are rung without it, and answer it when they get it.
    if (offer !== null && offer !== undefined)
      yield* say(signal(call.id, 'offer', offer, between(call.caller, { userId: user.id })));
    return call;
  },
  *reject_call(fields) {
    const reason = optionalName(fields, 'reason');
    return yield* ask('calls:reject', { callId: callId(fields), ...(reason === undefined ? {} : { reason }) });
  },
  *end_call(fields) {
    return yield* ask('calls:end', { callId: callId(fields) });
  },
  ...Object.fromEntries(SIGNAL_TYPES.map((type) => [SIGNALS[type], relay(type)])),
};

export const callFacts: PersonalRows = {
  'calls:incoming': ({ call, metadata }, viewer) => {
    if (call.isRoomCall) return null;
    const { id, kind, caller, startedAt } = call;
    return frame('call_initiated', {
      id,
      ...between(caller, viewer),
      timestamp: startedAt,
      callId: id,
      callerId: shownId(caller.id),
      callerName: caller.name,
      callType: kind,
      callData: metadata ?? {},
    });
  },
  'calls:accepted': ({ call, by, metadata }, viewer) => {
    if (call.isRoomCall) return null;
    const { id } = call;
    const payload = { acceptedBy: shownId(by.id), userName: by.name, callData: metadata ?? {} };
    return frame('call_accepted', { id, ...between(by, viewer), callId: id, ...payload });
  },
  'calls:rejected': ({ call, by, reason }, viewer) => {
    const { id, endReason } = call;
    const shown = endReason === 'busy' || endReason === 'unreachable' ? endReason : (reason ?? DECLINED);
    return frame('call_rejected', { id, ...between(by, viewer), callId: id, rejectedBy: shownId(by.id), reason: shown });
  },
  'calls:ended': ({ call, endReason, endedBy, durationSeconds }, viewer) => {
    if (call.isRoomCall || isKnown(call, endReason, endedBy?.id, viewer.userId)) return null;
    const { id } = call;
    const by = endedBy === null ? { receiverId: shownId(viewer.userId) } : between(endedBy, viewer);
    return frame('call_ended', {
      id,
      ...by,
      callId: id,
      endedBy: endedBy === null ? null : shownId(endedBy.id),
      reason: endReason === 'connection_lost' ? 'disconnected' : endReason,
      durationSeconds,
    });
  },
  'calls:signal': ({ callId: id, from, type, data }, viewer) => signal(id, type, data, between(from, viewer)),
};

/** Whether this person knows without being told: they ended it themselves, or were told that it was rejected, or were never rung. */
function isKnown(call: Call, reason: CallEndReason, endedBy: string | undefined, viewerId: string): boolean {
  if (reason === 'busy' || reason === 'unreachable') return true;
  // Their other devices ring.
  if (reason === 'declined') return viewerId === call.caller.id;
  return reason !== 'answered_elsewhere' && endedBy === viewerId;
}

function relay(type: SignalType): InboundRow {
  return function* (fields) {
    return yield* ask('calls:signal', { callId: callId(fields), type, data: fields.payload ?? null });
  };
}

function signal(id: string, type: SignalType, payload: unknown, parties: { senderId: string; receiverId: string }) {
  return frame(SIGNALS[type], { id, ...parties, callId: id, fromUserId: parties.senderId, payload });
}

/** The app answers with the `id` that it was given. */
function callId(fields: Fields): string {
  return optionalName(fields, 'callId') ?? name(fields, 'id');
}

function kindOf(fields: Fields): CallKind {
  const wanted = name(fields, 'callType');
  const kind = CALL_KINDS.find((known) => known === wanted);
  if (kind !== undefined) return kind;
  throw new AppError('INVALID', { field: 'callType', message: `callType must be one of ${CALL_KINDS.join(', ')}` });
}

function confirmed({ id, kind, parties, startedAt }: Call, callerId: string) {
  const receiver = parties.find(({ user }) => user.id !== callerId)?.user.id ?? '';
  return {
    id,
    senderId: shownId(callerId),
    receiverId: shownId(receiver),
    timestamp: startedAt,
    callId: id,
    callerId: shownId(callerId),
    callType: kind,
    status: 'ringing',
    initiatedAt: startedAt,
  };
}
