import { query } from '../../support/postgres.js';

/** What stands in each table beside what the one person has: so much that reading it all would show. */
export const ROWS = 10_000;
/** Rooms of the one person. */
const OWN_ROOMS = 20;

/**
 * Fills a database with what a gateway has after years: others' rooms, people, calls, requests for help and so on, and of the one person as
 * much as a person has. A few people are in every room, so that a person is in many rooms on average, and in few mostly. No
 * rooms that expire, and nobody at a door: the sweeps look through all of those.
 */
export async function grow(databaseUrl: string, personId: string): Promise<void> {
  const insert = (table: string, rest: string): Promise<unknown> => query(databaseUrl, `INSERT INTO lyceum.${table} ${rest}`);
  const each = `generate_series(1, ${ROWS}) n`;

  await insert(
    'users (id, issuer, username, name, role, banned_at)',
    `SELECT 'user-' || n, 'app', 'user' || n, 'User ' || n, CASE n % 5 WHEN 0 THEN 'mentor' ELSE 'student' END,
       CASE n % 100 WHEN 99 THEN now() END FROM ${each}`,
  );
  await insert(
    'rooms (id, kind, key, title, visibility, capacity, last_seq, pair)',
    `SELECT gen_random_uuid(), CASE n % 4 WHEN 0 THEN 'direct' ELSE 'group' END, CASE WHEN n % 4 > 0 THEN 'room-' || n END,
       CASE WHEN n % 4 > 0 THEN 'Room ' || n END, 'private', 500, 5,
       CASE WHEN n % 4 = 0 THEN ARRAY['user-' || n, 'user-' || n + 1] END FROM ${each}`,
  );
  await insert(
    'room_members (room_id, user_id, role)',
    `SELECT r.id, 'user-' || member, 'member' FROM lyceum.rooms r, generate_series(1, 5) member WHERE r.key LIKE 'room-%'
     UNION ALL SELECT r.id, '${personId}', 'moderator' FROM (SELECT id FROM lyceum.rooms ORDER BY id LIMIT ${OWN_ROOMS}) r`,
  );
  await insert(
    'messages (id, room_id, seq, revision_seq, sender_id, client_id, kind, text)',
    `SELECT gen_random_uuid(), r.id, n, n, 'user-1', 'c' || n, 'text', 'Said as number ' || n FROM lyceum.rooms r, generate_series(1, 5) n`,
  );
  await insert(
    'calls (id, room_id, is_room_call, kind, state, caller_id, ended_at)',
    `SELECT gen_random_uuid(), id, false, 'audio', 'ended', 'user-1', now() FROM lyceum.rooms`,
  );
  await insert(
    'call_participants (call_id, user_id, state)',
    `SELECT id, unnest(ARRAY['user-1', CASE row_number() OVER () % 100 WHEN 0 THEN '${personId}' ELSE 'user-2' END]), 'left' FROM lyceum.calls`,
  );
  await insert(
    'notifications (id, user_id, kind, title, body, data, read_at)',
    `SELECT gen_random_uuid(), CASE n % 100 WHEN 0 THEN '${personId}' ELSE 'user-' || n END, 'message', 'T', 'B', '{}', now() FROM ${each}`,
  );
  await insert(
    'mentor_statuses (mentor_id, chosen, here_until, subject_keys)',
    `SELECT id, CASE WHEN random() < 0.01 THEN 'available' ELSE 'offline' END, now() + interval '1 h', ARRAY['maths']
     FROM lyceum.users WHERE role = 'mentor'`,
  );
  await insert(
    `help_requests (id, state, student_id, subject, subject_key, urgency, mentor_id, requested_at, accepted_at, ended_at)`,
    `SELECT gen_random_uuid(), 'resolved', 'user-' || n, 'Maths', CASE n % 500 WHEN 0 THEN 'greek' ELSE 'maths' END, 1, 'user-' || n * 5,
       now() - n * interval '5 s', now() - n * interval '5 s', now() FROM ${each}`,
  );
  await insert('help_offers (request_id, mentor_id, answer)', `SELECT id, mentor_id, 'accepted' FROM lyceum.help_requests`);
  await insert(
    'login_sessions (sid, user_id, expires_at)',
    `SELECT gen_random_uuid(), 'user-' || n, now() + interval '1 h' FROM ${each}`,
  );
  await insert('presences (user_id, last_seen_at)', `SELECT 'user-' || n, now() FROM ${each}`);
  await insert('blocks (blocker_id, blocked_id)', `SELECT 'user-' || n, 'user-' || n + 1 FROM ${each}`);
  await insert(
    'audit_events (id, actor_kind, actor_id, action, target, outcome)',
    `SELECT gen_random_uuid(), 'user', 'user-' || n % 50, 'login', 'user-' || n, 'done' FROM ${each}`,
  );
  await insert(
    'deliveries (id, channel, target_id, event_id, kind, payload, state, due_at, created_at, finished_at)',
    `SELECT gen_random_uuid(), 'webhook', 'hook', 'event-' || n, 'message.created', '{}', 'delivered', now(), now(), now() FROM ${each}`,
  );
  await insert(
    'rooms (id, kind, title, visibility, capacity, last_seq, closed_at)',
    `SELECT gen_random_uuid(), 'session', 'Room of the past ' || n, 'private', 500, 5, now() FROM ${each}`,
  );
  await insert('guests (id, role)', `SELECT 'guest:' || n, 'student' FROM ${each}`);
}
