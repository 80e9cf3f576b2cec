import pg from 'pg';

/** What stands in the database at size 1; at size 100 each number is a hundred times as large. */
const USERS = 200;
const ROOMS = 50;
const MEMBERS_A_ROOM = 10;
const MESSAGES_A_ROOM = 100;
const CALLS = 200;
/** One of so many people is a mentor. */
const MENTOR_EACH = 10;

/**
 * Fills a database of Lyceum: people, rooms, and in the rooms that clients have made members and a history.
 * @param {string} databaseUrl @param {number} size
 */
export async function grow(databaseUrl, size) {
  const client = new pg.Client({ connectionString: databaseUrl, options: '-c search_path=lyceum -c synchronous_commit=off' });
  await client.connect();
  const fill = [
    [
      `INSERT INTO users (id, issuer, name, role) SELECT 'seeded-' || n, 'app', 'Seeded ' || n, CASE n % ${MENTOR_EACH} WHEN 0 THEN 'mentor' ELSE 'student' END
       FROM generate_series(1, $1::int) n`,
      USERS * size,
    ],
    [
      `INSERT INTO mentor_statuses (mentor_id) SELECT 'seeded-' || n FROM generate_series(1, $1::int) n WHERE n % ${MENTOR_EACH} = 0`,
      USERS * size,
    ],
    [
      `INSERT INTO room_members (room_id, user_id) SELECT r.id, 'seeded-' || n FROM rooms r, generate_series(1, $1::int) n
       WHERE r.kind = 'group'`,
      MEMBERS_A_ROOM * size,
    ],
    [
      `INSERT INTO messages (id, room_id, seq, revision_seq, sender_id, client_id, kind, text)
       SELECT gen_random_uuid(), r.id, n, n, 'seeded-' || n % 10, 'seeded-' || n, 'text', 'What was said as number ' || n
       FROM rooms r, generate_series(1, $1::int) n WHERE r.kind = 'group'`,
      MESSAGES_A_ROOM * size,
    ],
    [`UPDATE rooms SET last_seq = $1::int WHERE kind = 'group'`, MESSAGES_A_ROOM * size],
    [
      `INSERT INTO rooms (id, kind, key, visibility, capacity)
       SELECT gen_random_uuid(), 'group', 'seeded-' || n, r.visibility, r.capacity
       FROM generate_series(1, $1::int) n, (SELECT * FROM rooms WHERE kind = 'group' LIMIT 1) r`,
      ROOMS * size,
    ],
    [
      `INSERT INTO room_members (room_id, user_id) SELECT r.id, 'seeded-' || n
       FROM rooms r, generate_series(1, $1::int) n WHERE r.key LIKE 'seeded-%'`,
      MEMBERS_A_ROOM,
    ],
    [
      `INSERT INTO calls (id, room_id, is_room_call, kind, state, caller_id, ended_at)
       SELECT gen_random_uuid(), r.id, true, 'audio', 'ended', 'seeded-1', now() FROM generate_series(1, $1::int) n
       JOIN (SELECT id, row_number() OVER () AS nth, count(*) OVER () AS count FROM rooms) r ON r.nth = n % r.count + 1`,
      CALLS * size,
    ],
    [
      `INSERT INTO call_participants (call_id, user_id, state)
       SELECT c.id, CASE n WHEN 0 THEN c.caller_id WHEN 1 THEN 'talker-' || c.nth % 40 ELSE 'seeded-2' END, 'left'
       FROM (SELECT *, row_number() OVER () AS nth FROM calls) c, generate_series(0, 2) n WHERE n <> 1 OR c.nth <= $1`,
      CALLS,
    ],
  ];
  for (const [sql, count] of fill) await client.query(sql, [count]);
  // What a database that has grown slowly has behind it.
  await client.query('VACUUM ANALYZE');
  await client.query('CHECKPOINT');
  await client.end();
}
