import { URGENCIES, type RoomRef, type Urgency } from '../../protocol/index.js';
import type { Standing } from './help-queue.js';
import type { HelpRequestEntity } from './help-request.entity.js';

/** A request as the database has it, with the names of its room. */
export type HelpRow = Omit<HelpRequestEntity, 'queuedAt' | 'offerUntil' | 'seenAt'> & {
  readonly roomKey: string | null;
  readonly roomCode: string | null;
};

/** What gives a `HelpRow`; the tables must be as in `HELP_TABLES`. */
export const HELP_COLUMNS = `r.id, r.state, r.student_id AS "studentId", r.student_name AS "studentName", r.subject,
  r.subject_key AS "subjectKey", r.text, r.urgency, r.metadata, r.target_id AS "targetId", r.target_name AS "targetName",
  r.mentor_id AS "mentorId", r.mentor_name AS "mentorName", r.room_id AS "roomId", room.key AS "roomKey", room.code AS "roomCode",
  r.requested_at AS "requestedAt", r.expires_at AS "expiresAt", r.accepted_at AS "acceptedAt", r.ended_at AS "endedAt", r.rating, r.note`;

export const HELP_TABLES = 'help_requests r LEFT JOIN rooms room ON room.id = r.room_id';

/** The states of requests that are not over, and of those that stand in the queue; as the partial indices have them. */
export const LIVE = `r.state IN ('waiting', 'offered', 'active')`;
export const QUEUED = `r.state IN ('waiting', 'offered')`;

/** First who is helped first, as `inOrder`. */
export const IN_ORDER = 'r.urgency DESC, r.queued_at, r.id';

export function urgencyOf({ urgency }: Pick<HelpRow, 'urgency'>): Urgency {
  const found = URGENCIES[urgency];
  if (found === undefined) throw new Error(`A request has the urgency ${urgency}`);
  return found;
}

export function roomOf({ roomId, roomKey, roomCode }: HelpRow): RoomRef | null {
  return roomId === null ? null : { id: roomId, key: roomKey, code: roomCode };
}

/** A request in its line, with whose it is and since when they wait. */
export type QueuedRow = Omit<Standing, 'urgency'> & Pick<HelpRow, 'studentId' | 'urgency'>;

export function standingOf({ urgency, ...rest }: QueuedRow): Standing {
  return { ...rest, urgency: urgencyOf({ urgency }) };
}
