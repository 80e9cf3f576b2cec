/** So many due ones are looked at, and where that does not do so many targets. */
const WINDOW = 256;
/** Who has the target; where nobody is named it is the target's own. */
const OWNER = `coalesce(owner_id, target_id)`;

/**
 * Claims what is due: `$1` channel, `$2` how many, `$3` how many at once for a target, `$4` milliseconds of the lease, `$5` the target
 * after which to look on, `$6` how many at once for an owner.
 *
 * Mostly the oldest ones are all that matters. Where a target hangs, what waits for it fills the window sooner or later; then, and only
 * then, the walk along the index of targets finds the others, a step each, however much waits for any of them. That index alone has the
 * order by `due_at`, too: the log's would lead past everything that was ever delivered.
 */
export const CLAIM = `
  WITH RECURSIVE running AS MATERIALIZED (
    SELECT target_id, ${OWNER} AS owner FROM deliveries
    WHERE channel = $1 AND state = 'pending' AND claimed_until > now()
  ), target_running AS (
    SELECT target_id, count(*) AS count FROM running GROUP BY target_id
  ), owner_running AS (
    SELECT owner, count(*) AS count FROM running GROUP BY owner
  ), due AS (
    SELECT id, target_id, ${OWNER} AS owner, due_at FROM deliveries
    WHERE channel = $1 AND state = 'pending' AND due_at <= now() ORDER BY due_at, id LIMIT ${WINDOW}
  ), target AS (
    (SELECT target_id, 1 AS nth FROM deliveries
     WHERE (SELECT count(*) FROM due) = ${WINDOW} AND channel = $1 AND state = 'pending' AND target_id > $5
     ORDER BY target_id, due_at LIMIT 1)
    UNION ALL
    SELECT further.target_id, target.nth + 1 FROM target CROSS JOIN LATERAL (
      SELECT d.target_id FROM deliveries d
      WHERE d.channel = $1 AND d.state = 'pending' AND d.target_id > target.target_id
      ORDER BY d.target_id, d.due_at LIMIT 1
    ) further WHERE target.nth < ${WINDOW}
  ), candidate AS (
    SELECT id, target_id, owner, due_at FROM due
    UNION
    SELECT own.id, own.target_id, own.owner, own.due_at FROM target CROSS JOIN LATERAL (
      SELECT d.id, d.target_id, ${OWNER} AS owner, d.due_at FROM deliveries d
      WHERE d.channel = $1 AND d.state = 'pending' AND d.target_id = target.target_id AND d.due_at <= now()
      ORDER BY d.due_at, d.id LIMIT $3
    ) own
  ), for_target AS (
    SELECT id, owner, due_at, row_number() OVER (PARTITION BY target_id ORDER BY due_at, id) + coalesce(r.count, 0) AS place
    FROM candidate LEFT JOIN target_running r USING (target_id)
  ), for_owner AS (
    SELECT id, due_at, row_number() OVER (PARTITION BY owner ORDER BY due_at, id) + coalesce(r.count, 0) AS place
    FROM for_target LEFT JOIN owner_running r USING (owner) WHERE for_target.place <= $3
  ), chosen AS (
    SELECT id FROM deliveries
    WHERE id IN (SELECT id FROM for_owner WHERE place <= $6 ORDER BY due_at, id LIMIT $2) AND state = 'pending' AND due_at <= now()
    FOR UPDATE SKIP LOCKED
  ), claimed AS (
    UPDATE deliveries d
    SET attempts = d.attempts + 1, claimed_until = now() + $4 * interval '1 ms', due_at = now() + $4 * interval '1 ms'
    FROM chosen WHERE d.id = chosen.id RETURNING d.*
  )
  SELECT walk.next, id, channel, target_id AS "targetId", event_id AS "eventId", kind, payload, collapse_key AS "collapseKey",
    attempts AS attempt, created_at AS "createdAt", expires_at AS "expiresAt", coalesce(expires_at <= now(), false) AS "isExpired"
  FROM (SELECT CASE WHEN count(*) = ${WINDOW} THEN max(target_id) END AS next FROM target) walk LEFT JOIN claimed ON true
  ORDER BY id`;
