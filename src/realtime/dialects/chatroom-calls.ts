import { AppError } from '../../common/index.js';
import type { CallEndReason, UserTarget } from '../../protocol/index.js';
import type { Fields, InboundRow, OutboundRows, PersonalRows } from './dialect.js';
import { text } from './fields.js';
import { shownName } from './person-names.js';
import { ask, frame, type Frame, type Script } from './script.js';

/** Frames about calls. Whoever is told that one failed hears it as a `call_error`, whether they asked for an answer or not. */
export const chatroomCalls: Readonly<Record<string, InboundRow>> = {
  *call_user(fields) {
    const offer = given(fields, 'offer');
    const call = yield* withPerson(fields, (to) => ask('calls:start', { to, kind: 'video', offer }));
    if (call.endReason === 'busy') throw new AppError('CALL_BUSY');
    if (call.endReason === 'unreachable') throw new AppError('CALL_UNREACHABLE');
    return call;
  },
  *call_answer(fields) {
    const answer = given(fields, 'answer');
    return yield* withPerson(fields, (person) => ask('calls:accept', { with: person, answer }));
  },
  *ice_candidate(fields) {
    const data = given(fields, 'candidate');
    return yield* withPerson(fields, (person) => ask('calls:signal', { with: person, type: 'candidate', data }));
  },
  *end_call(fields) {
    return yield* withPerson(fields, (person) => ask('calls:end', { with: person }));
  },
};

export const callEvents: ReadonlySet<string> = new Set(Object.keys(chatroomCalls));

/** These clients know calls of two, and a call by the offer that it begins with. */
export const callFacts: OutboundRows = {
  'calls:incoming': ({ call, offer }) =>
    call.isRoomCall || isMissing(offer)
      ? null
      : frame('incoming_call', { from: shownName(call.caller), offer, callId: call.id, callType: call.kind }),
  'calls:accepted': ({ call, by, answer }) =>
    call.isRoomCall || isMissing(answer) ? null : frame('call_answered', { from: shownName(by), answer }),
  'calls:signal': ({ from, type, data }) => {
    if (type === 'candidate') return frame('ice_candidate', { from: shownName(from), candidate: data });
    // Of one who accepted first and answered then.
    return type === 'answer' ? frame('call_answered', { from: shownName(from), answer: data }) : null;
  },
};

/** Everybody is told the name of the other. */
export const personalCallFacts: PersonalRows = {
  'calls:ended': ({ call, callId, endReason, endedBy }, { userId }) => {
    const reason = END_REASONS[endReason];
    if (call.isRoomCall || reason === null || (endedBy?.id === userId && KNOWN_TO_ENDER.has(endReason))) return null;
    const other = call.parties.find(({ user }) => user.id !== userId);
    return other === undefined ? null : frame('call_ended', { from: shownName(other.user), callId, reason });
  },
};

/** Who hangs up, or calls off, knows it. A call that somebody declines, or accepts elsewhere, rings on their other devices. */
const KNOWN_TO_ENDER: ReadonlySet<CallEndReason> = new Set(['completed', 'cancelled']);

/** As these clients are told; null: it never rang, and the caller has heard so. */
const END_REASONS: Readonly<Record<CallEndReason, string | null>> = {
  completed: 'ended',
  cancelled: 'cancelled',
  declined: 'rejected',
  no_answer: 'no_answer',
  busy: null,
  unreachable: null,
  answered_elsewhere: 'answered_elsewhere',
  connection_lost: 'disconnected',
  failed: 'failed',
};

/** What a client is told whose frame about a call was refused. */
export function callError({ code, message }: { code: string; message: string }, fields: unknown): Frame {
  const to = typeof fields === 'object' && fields !== null && 'to' in fields ? fields.to : null;
  return frame('call_error', { to: typeof to === 'string' ? to : null, code, message });
}

/** How it is told that nobody has that username, or nobody in a call with them. */
const NOBODY: ReadonlySet<string> = new Set(['USER_NOT_FOUND', 'CALL_NOT_FOUND']);

/** People are named by their username, and those who have none by their id, as they are shown. */
function* withPerson<T>(fields: Fields, act: (person: UserTarget) => Script<T>): Script<T> {
  const name = text(fields, 'to');
  try {
    return yield* act({ username: name });
  } catch (error) {
    if (!(error instanceof AppError && NOBODY.has(error.code))) throw error;
  }
  return yield* act({ id: name });
}

/** What the server does not look into must still be there. */
function given(fields: Fields, name: string): unknown {
  const value = fields[name];
  if (isMissing(value)) throw new AppError('INVALID', { field: name, message: `${name} must be there` });
  return value;
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null;
}
