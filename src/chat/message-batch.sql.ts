import { prepared } from '../database/index.js';

/**
 * For the statements after it: tables are not read through where an index leads to what is asked for. A connection plans the write
 * once; on a young table it would take reading all of it for each message for cheapest, and go on so while the table grows.
 */
const BY_INDEX = `set_config('enable_seqscan', 'off', true) AS by_index`;

/**
 * First statement of a batch: waits for whoever else writes to these rooms, for each no longer than so many milliseconds. In the
 * order of the ids, so that two nodes can't wait for each other. A statement of its own, because the next one then sees what those
 * others committed. The limit is set on the way: no row is locked before it was joined with it.
 */
export const LOCK_ROOMS = prepared(
  'lock-rooms',
  `
SELECT r.id FROM rooms r, set_config('lock_timeout', $2, true) AS patience, ${BY_INDEX}
WHERE r.id = ANY($1::uuid[]) ORDER BY r.id FOR NO KEY UPDATE OF r`,
);

/** Instead of it, once a wait was too long: waits for nobody, and gives the rooms that somebody else holds. */
export const LOCK_FREE_ROOMS = `
WITH locked AS (
  SELECT r.id FROM rooms r, ${BY_INDEX} WHERE r.id = ANY($1::uuid[]) ORDER BY r.id FOR NO KEY UPDATE OF r SKIP LOCKED
)
SELECT id FROM rooms WHERE id = ANY($1::uuid[]) EXCEPT SELECT id FROM locked`;

/** Of those whom a draft asks for: members at this moment, in the order asked; null where there are none. */
const MENTIONED_MEMBERS = `CASE WHEN d.asked IS NOT NULL THEN nullif(ARRAY(
      SELECT a.id FROM json_array_elements_text(d.asked::json) WITH ORDINALITY a(id, place)
      JOIN room_members mentioned ON mentioned.room_id = d.room_id AND mentioned.user_id = a.id AND NOT mentioned.banned
      ORDER BY a.place), '{}') END`;

/** In a direct room `r`: `BLOCKING` where that person has blocked the other, `BLOCKED` where the other has blocked them, else null. */
export const blockBetween = (
  userId: string,
): string => `(SELECT CASE WHEN bool_or(b.blocker_id = ${userId}) THEN 'BLOCKING' ELSE 'BLOCKED' END
        FROM blocks b WHERE b.blocker_id = ANY(r.pair) AND b.blocked_id = ANY(r.pair) HAVING count(*) > 0)`;

/** The drafts' files, or why a draft can't have them. */
const FILES = {
  parameters: ', $12::text[], $13::text[]',
  columns: ', attachments, file_refusal',
  refusals: `
      WHEN d.file_refusal IS NOT NULL THEN d.file_refusal`,
  written: ', attachments',
  values: ', attachments::json',
};
const NO_FILES = { parameters: '', columns: '', refusals: '', written: '', values: '' };

/**
 * Second statement: one row a draft, in their order. Every step looks at all drafts at once; those that are refused, or
 * were written before, take no number. The counter moves by as many as are written, so that there is no gap.
 */
const writeBatch = (mentions: string, files: typeof FILES = NO_FILES) => `
WITH draft AS (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::uuid[],
      $10::text[], $11::text[]${files.parameters})
    WITH ORDINALITY AS d(id, room_id, sender_id, guest_name, client_id, kind, text, metadata, reply_to, asked, said_digest${files.columns},
      place)
),
judged AS (
  SELECT d.*, r.last_seq, r.pair, p.prior_id,
    CASE WHEN d.guest_name IS NOT NULL THEN coalesce(m.name, d.guest_name) END AS sender_name,
    ${mentions} AS mentions,
    CASE
      WHEN p.prior_id IS NOT NULL THEN NULL
      WHEN r.id IS NULL THEN 'ROOM_NOT_FOUND'
      WHEN r.closed_at IS NOT NULL THEN 'ROOM_CLOSED'
      WHEN m.banned THEN 'BANNED'
      WHEN m.user_id IS NULL THEN 'NOT_A_MEMBER'
      WHEN m.muted THEN 'MUTED'
      WHEN d.reply_to IS NOT NULL
        AND NOT EXISTS (SELECT FROM messages t WHERE t.id = d.reply_to AND t.room_id = d.room_id) THEN 'REPLY_NOT_FOUND'${files.refusals}
      WHEN r.pair IS NOT NULL THEN ${blockBetween('d.sender_id')}
    END AS refusal
  FROM draft d
  LEFT JOIN rooms r ON r.id = d.room_id
  LEFT JOIN room_members m ON m.room_id = d.room_id AND m.user_id = d.sender_id
  LEFT JOIN LATERAL (
    SELECT id AS prior_id FROM messages WHERE id = d.id
    UNION ALL
    SELECT id FROM messages WHERE sender_id = d.sender_id AND room_id = d.room_id AND client_id = d.client_id
    LIMIT 1
  ) p ON true
),
present AS MATERIALIZED (
  SELECT clock_timestamp()::timestamptz(3) AS moment
),
numbered AS (
  SELECT j.*, is_new, moment,
    CASE WHEN is_new THEN j.last_seq + row_number() OVER (PARTITION BY room_id, is_new ORDER BY place) END AS seq
  FROM judged j, present, LATERAL (SELECT refusal IS NULL AND prior_id IS NULL AS is_new) n
),
written AS (
  INSERT INTO messages (id, room_id, seq, revision_seq, sender_id, sender_name, client_id, kind, text, metadata, reply_to, created_at,
    mentions, said_digest${files.written})
  SELECT id, room_id, seq, seq, sender_id, sender_name, client_id, kind, text, metadata::json, reply_to, moment,
    mentions, said_digest${files.values}
  FROM numbered WHERE is_new
),
counted AS (
  UPDATE rooms r SET last_seq = n.last_seq, last_active_at = n.moment
  FROM (SELECT room_id, max(moment) AS moment, max(seq) AS last_seq FROM numbered WHERE is_new GROUP BY room_id) n
  WHERE r.id = n.room_id
)
SELECT n.refusal, n.pair, p.id IS NOT NULL AS prior,
  coalesce(p.id, n.id) AS id,
  coalesce(p.seq, n.seq) AS seq,
  coalesce(p.created_at, n.moment) AS "createdAt",
  CASE WHEN p.id IS NULL THEN n.sender_name ELSE p.sender_name END AS "senderName",
  CASE WHEN p.id IS NULL THEN n.mentions ELSE p.mentions END AS mentions,
  p.revision_seq AS "revisionSeq", p.sender_id AS "senderId", p.client_id AS "clientId", p.kind, p.text, p.metadata,
  p.reply_to AS "replyTo", p.edited_at AS "editedAt", p.deleted_at AS "deletedAt",
  p.pinned_at AS "pinnedAt", p.attachments, p.reactions, p.said_digest AS "saidDigest"
FROM numbered n
LEFT JOIN messages p ON p.id = n.prior_id
ORDER BY n.place`;

export const WRITE_BATCH = prepared('write-batch', writeBatch('NULL::text[]'));
/** The same for a batch in which somebody is mentioned; planning it for all the others would cost each of them. */
export const WRITE_BATCH_WITH_MENTIONS = writeBatch(MENTIONED_MEMBERS);
/** The same for a batch with files, which takes two more columns: what each draft shows, and why it can't. */
export const WRITE_BATCH_WITH_FILES = writeBatch(MENTIONED_MEMBERS, FILES);
/** Whose conversations they are, where they are of two. */
export const PAIRS = 'SELECT id, pair FROM rooms WHERE id = ANY($1::uuid[])';
/** Those of the files that are in a message; as somebody else may just have said it, to be asked when the files are locked. */
export const SHOWN_FILES = 'SELECT file_id AS id FROM attachments WHERE file_id = ANY($1::uuid[])';
