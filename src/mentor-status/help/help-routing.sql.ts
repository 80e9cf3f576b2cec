import { IDLE_SINCE, IS_AVAILABLE, LOAD, MENTORS, teaches } from '../mentor.sql.js';
import { IN_ORDER, QUEUED } from './help-row.js';

/** Mentors asked at once, where all are. */
const ASKED = 500;

/**
 * Mentors whom one can ask. `load` counts those they help, `turns` in turn (`inTurn`) also those whom they alone are asked to help now:
 * where all are asked at once each of them may be asked by everybody who waits, which nobody must count for every request anew.
 */
const free = (inTurn: string): string => `
free AS MATERIALIZED (
  SELECT m.mentor_id, m.subject_keys, m.capacity, m.updated_at, m.idle_since, m.load + asked.turns AS turns
  FROM (SELECT m.mentor_id, m.subject_keys, m.capacity, m.updated_at, ${LOAD} AS load, ${IDLE_SINCE} AS idle_since FROM ${MENTORS} WHERE ${IS_AVAILABLE}) m
  CROSS JOIN LATERAL (SELECT count(*) AS turns FROM help_offers o
    WHERE ${inTurn} AND o.mentor_id = m.mentor_id AND o.answer = 'pending' AND o.until IS NOT NULL) asked
)`;

/**
 * Whether the request `r` can be offered to the free mentor `f`: the one who is wanted, or any of the subject; nobody who has blocked
 * the student or is blocked by them, is asked already, said no, or left it and has set nothing of their status since. In turn (`inTurn`): nobody while another is asked, and nobody who could not take it.
 */
const canBeAsked = (inTurn: string): string => `
  (f.mentor_id = r.target_id OR (r.target_id IS NULL
    AND ${teaches('r.subject_key', 'f')}
    AND (NOT ${inTurn} OR (r.state = 'waiting' AND f.turns < f.capacity))))
  AND f.mentor_id <> r.student_id
  AND NOT EXISTS (SELECT FROM help_offers o
    WHERE o.request_id = r.id AND o.mentor_id = f.mentor_id
      AND (o.answer IN ('pending', 'declined') OR (o.answer = 'left' AND f.updated_at <= o.until)))
  AND NOT EXISTS (SELECT FROM blocks b WHERE (b.blocker_id = r.student_id AND b.blocked_id = f.mentor_id)
    OR (b.blocker_id = f.mentor_id AND b.blocked_id = r.student_id))`;

/**
 * Whether anybody teaches it who is not asked and did not say no: most requests of a long queue end here, looked at once and not once
 * for every mentor.
 */
const IS_ANYBODY_LEFT = `(r.target_id IS NOT NULL OR EXISTS (
    SELECT f.mentor_id FROM free f WHERE ${teaches('r.subject_key', 'f')}
    EXCEPT SELECT o.mentor_id FROM help_offers o WHERE o.request_id = r.id AND o.answer IN ('pending', 'declined')))`;

/**
 * The first request in the queue, past that of `$2` to `$4`, that can be offered to somebody; `$1`: in turn. Who is changing it is
 * waited for: passed over, it would lose its turn to one that came later.
 */
export const NEXT_REQUEST = `
WITH ${free('$1::boolean')}
SELECT r.id, r.urgency, r.queued_at AS "queuedAt" FROM help_requests r
WHERE ${QUEUED}
  AND ($2::smallint IS NULL OR (-r.urgency, r.queued_at, r.id) > (-$2::smallint, $3::timestamptz, $4::uuid))
  AND ${IS_ANYBODY_LEFT}
  AND EXISTS (SELECT FROM free f WHERE ${canBeAsked('$1::boolean')})
ORDER BY ${IN_ORDER} LIMIT 1 FOR NO KEY UPDATE OF r`;

/**
 * Asks whoever can be asked, in turn (`$2`) the one whose turn it is: who has not let it pass yet, helps the fewest, and has been idle the longest. `$3`: for
 * how many milliseconds. The request must be locked.
 */
export const OFFER = `
WITH ${free('$2::boolean')}
INSERT INTO help_offers AS known (request_id, mentor_id, offered_at, until, answer)
SELECT r.id, f.mentor_id, now(), now() + $3 * interval '1 millisecond', 'pending'
FROM help_requests r CROSS JOIN free f LEFT JOIN help_offers earlier ON earlier.request_id = r.id AND earlier.mentor_id = f.mentor_id
WHERE r.id = $1 AND ${canBeAsked('$2::boolean')}
ORDER BY coalesce(earlier.misses, 0), f.turns, f.idle_since, f.mentor_id LIMIT CASE WHEN $2::boolean THEN 1 ELSE ${ASKED} END
ON CONFLICT (request_id, mentor_id) DO UPDATE SET offered_at = excluded.offered_at, until = excluded.until, answer = 'pending'
RETURNING known.mentor_id AS "mentorId", known.until`;

/** Whether there is anybody whom the request `$1` can be offered to; `$2`: in turn. */
export const IS_ANYBODY_FREE = `
WITH ${free('$2::boolean')}
SELECT FROM help_requests r WHERE r.id = $1 AND EXISTS (SELECT FROM free f WHERE ${canBeAsked('$2::boolean')})`;
