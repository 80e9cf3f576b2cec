/** SQL about `mentor_statuses m` with its `users u`, which guests and people who are gone for good don't have. */

/** Requests that they help with now. */
export const LOAD = `(SELECT count(*)::integer FROM help_requests h WHERE h.mentor_id = m.mentor_id AND h.state = 'active')`;

/** By our own record of the role; of guests it is the connection's, which their row came from. */
const IS_MENTOR = `(m.guest_name IS NOT NULL OR coalesce(u.role = 'mentor' AND u.banned_at IS NULL, false))`;

const IS_HERE = `(m.here_until > now() AND ${IS_MENTOR})`;

/** What `shownAvailability` calls available. */
export const IS_AVAILABLE = `(m.chosen = 'available' AND ${IS_HERE} AND ${LOAD} < m.capacity)`;

/** Who is in lists. Of a guest nothing is left once they are gone. */
export const IS_LISTED = `(${IS_MENTOR} AND (m.guest_name IS NULL OR (m.chosen <> 'offline' AND m.here_until > now())))`;

/** Whether they teach the subject; of no subjects at all means: of all. */
export const teaches = (subjectKey: string, mentor = 'm'): string =>
  `(${subjectKey}::text IS NULL OR ${mentor}.subject_keys = '{}' OR ${subjectKey} = ANY(${mentor}.subject_keys))`;

/** How names are sorted. */
export const NAME_KEY = `left(lower(coalesce(u.name, m.guest_name)), 64) COLLATE "C"`;

/** Since when they have had nothing to do: they chose, or their last student was helped. */
export const IDLE_SINCE = `greatest(m.chosen_at, (SELECT max(h.ended_at) FROM help_requests h WHERE h.mentor_id = m.mentor_id))`;

export const MENTOR_COLUMNS = `m.mentor_id AS "mentorId", m.guest_name AS "guestName", m.chosen, ${IS_HERE} AS "isHere",
  m.status_text AS "statusText", m.subjects, m.capacity, ${LOAD} AS load, m.metadata, m.updated_at AS "updatedAt",
  u.username, u.name, u.avatar_url AS "avatarUrl", u.role`;

/** OFFSET: each is looked up, where PostgreSQL would read everybody there is rather than look up some hundred. */
export const MENTORS = `mentor_statuses m LEFT JOIN LATERAL (SELECT * FROM users WHERE id = m.mentor_id OFFSET 0) u ON true`;

/** Those with an account, beginning with that: so they can be read in the order of their names. */
export const MENTORS_BY_NAME = `users u CROSS JOIN LATERAL (SELECT * FROM mentor_statuses WHERE mentor_id = u.id OFFSET 0) m`;

/** As `users_mentors_idx` has it, to the letter: `NAME_KEY` of those with an account, and who of them are mentors. */
export const ACCOUNT_NAME_KEY = `left(lower(u.name), 64) COLLATE "C"`;
export const HAS_MENTORS_ACCOUNT = `u.role = 'mentor' AND u.banned_at IS NULL`;
