import { AppError } from '../common/index.js';
import type { Transaction } from '../database/index.js';
import type { RoomRef } from '../protocol/index.js';
import type { CallParticipantEntity } from './call-participant.entity.js';
import type { CallEntity } from './call.entity.js';
import { outcomeOf, tooLate } from './call-state.js';

export type Queries = Pick<Transaction, 'query'>;

export type PartyRow = Pick<
  CallParticipantEntity,
  'userId' | 'guestName' | 'state' | 'connectionId' | 'joinedAt' | 'seenAt' | 'untilAt'
>;

/** A call as the database has it, with its room and its people, the caller first. */
export interface CallRecord extends Omit<CallEntity, 'roomId'> {
  readonly room: RoomRef;
  readonly parties: readonly PartyRow[];
}

/**
 * What every query of calls selects; the tables must be called `c` and `r`. A call that is over shows no code: it is the room's of today,
 * and who was in the call may have been removed from there since.
 */
export const CALL_COLUMNS = `c.id, c.is_room_call AS "isRoomCall", c.kind, c.state, c.caller_id AS "callerId", c.offer, c.metadata, c.answer,
  c.answer_metadata AS "answerMetadata", c.deadline_at AS "deadlineAt", c.started_at AS "startedAt", c.accepted_at AS "acceptedAt",
  c.ended_at AS "endedAt", c.end_reason AS "endReason", c.ended_by AS "endedBy", r.id AS "roomId", r.key,
  CASE WHEN c.ended_at IS NULL THEN r.code END AS code`;

/** As `CALL_COLUMNS`, of a participant called `p`. */
export const PARTY_COLUMNS = `p.user_id AS "userId", p.guest_name AS "guestName", p.state, p.connection_id AS "connectionId",
  p.joined_at AS "joinedAt", p.seen_at AS "seenAt", p.until_at AS "untilAt"`;

export function partyOf(call: CallRecord, userId: string): PartyRow | undefined {
  return call.parties.find((party) => party.userId === userId);
}

/** Those who are in it, or about to come back. */
export function presentIn(call: CallRecord): PartyRow[] {
  return call.parties.filter(({ state }) => state === 'joined' || state === 'reconnecting');
}

/** Throws `CALL_NOT_FOUND`, `CALL_ANSWERED`, `CALL_ENDED`, `FORBIDDEN` to the caller. */
export function assertMayAccept(call: CallRecord, userId: string): void {
  if (partyOf(call, userId) === undefined) throw new AppError('CALL_NOT_FOUND');
  if (outcomeOf(call.state, 'accept') === undefined) throw new AppError(tooLate(call.state));
  if (call.callerId === userId) throw new AppError('FORBIDDEN', { message: 'This is your own call. Wait for the other.' });
}
