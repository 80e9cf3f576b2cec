import type { Call as CallDetails, CallEndReason, CallParty, User } from '../../../src/protocol/index.js';
import { LyceumError } from '../core/error.js';
import type { CallSnapshot } from './call.js';

/** The ids of the others who take part, or have some seconds to come back. */
export function presentIn({ parties }: CallDetails, meId: string | undefined): string[] {
  const present = parties.filter(({ state }) => state === 'joined' || state === 'reconnecting');
  return present.map(({ user }) => user.id).filter((id) => id !== meId);
}

/** The other of two. */
export function otherIn({ parties }: CallDetails, meId: string | undefined): User | undefined {
  return parties.find(({ user }) => user.id !== meId)?.user;
}

export function withParty(details: CallDetails, user: User, state: CallParty['state']): CallDetails {
  return { ...details, parties: details.parties.map((party) => (party.user.id === user.id ? { ...party, state } : party)) };
}

/** As the server will call it. */
export function reasonToHangUp({ state, direction, isRoomCall }: CallSnapshot): CallEndReason {
  if (state !== 'ringing' || isRoomCall) return 'completed';
  return direction === 'incoming' ? 'declined' : 'cancelled';
}

export function callIsOver(): LyceumError {
  return new LyceumError({ code: 'CALL_ENDED', message: 'This call is over.', retryable: false });
}
