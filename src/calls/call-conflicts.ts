import { AppError } from '../common/index.js';
import { uniqueViolation } from '../database/index.js';
import type { User } from '../protocol/index.js';
import { LIVE_PARTICIPANT } from './call-participant.entity.js';
import type { CallRecord } from './call-record.js';

/** What stood in the way was over before it could be looked at. */
class Gone extends Error {}

const ATTEMPTS = 5;

/** Why nobody can call in a conversation of two: they are calling each other already, one of them first. */
export function crossedBy(live: CallRecord | undefined, user: User): Error {
  if (live?.state === 'ringing' && live.callerId !== user.id) return new AppError('CALL_CROSSED', { callId: live.id });
  return callingAlready(live);
}

/** Why somebody can't begin a call: that one of theirs lasts. */
export function callingAlready(live: CallRecord | undefined): Error {
  return live === undefined ? new Gone('The call that stood in the way is over') : inAnotherCall(live.id);
}

/** Of a call that was to be joined: where it is over by now, the next can begin. */
export function unlessOver(error: unknown): never {
  throw error instanceof AppError && error.code === 'CALL_ENDED' ? callingAlready(undefined) : error;
}

export function inAnotherCall(callId?: string): AppError {
  const message = 'You are in a call already. End it first.';
  return new AppError('LIMIT_REACHED', { message, ...(callId === undefined ? {} : { callId }) });
}

/** Begins again while calls that stand in the way end at that moment. */
export async function untilSettled<T>(begin: () => Promise<T>): Promise<T> {
  for (let attempt = 1; attempt < ATTEMPTS; attempt += 1) {
    try {
      return await begin();
    } catch (error) {
      if (!(error instanceof Gone)) throw refusalOf(error);
    }
  }
  throw new AppError('UNAVAILABLE');
}

function refusalOf(error: unknown): unknown {
  return uniqueViolation(error) === LIVE_PARTICIPANT ? inAnotherCall() : error;
}
