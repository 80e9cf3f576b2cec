// The peer of durable answers that was written by hand: what was sent within two milliseconds, or two hundred sends, are numbered
// and stored by one statement. Whoever is in a room may write there; nothing else is asked.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { serveRooms } from './socketio-room.mjs';

const SENDS = 200;
const GATHER_MS = 2;

// One connection, whose statements wait for each other: batches that overlap would wait for the rows of the same rooms.
const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
await client.query(`
  CREATE TABLE rooms (id uuid PRIMARY KEY, key text NOT NULL UNIQUE, last_seq bigint NOT NULL DEFAULT 0);
  CREATE TABLE messages (
    id uuid PRIMARY KEY,
    room_id uuid NOT NULL REFERENCES rooms,
    seq bigint NOT NULL,
    sender_id text NOT NULL,
    client_id text NOT NULL,
    text text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (room_id, seq),
    UNIQUE (sender_id, room_id, client_id)
  );`);

const MAKE_ROOM = `
  INSERT INTO rooms (id, key) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING id`;
const STORE = {
  name: 'store',
  text: `
    WITH sent AS (
      SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[])
        WITH ORDINALITY AS s (id, room_id, sender_id, client_id, text, place)
    ),
    counted AS (
      UPDATE rooms r SET last_seq = r.last_seq + s.count
      FROM (SELECT room_id, count(*) FROM sent GROUP BY room_id) s WHERE r.id = s.room_id
      RETURNING r.id, r.last_seq - s.count AS before
    )
    INSERT INTO messages (id, room_id, seq, sender_id, client_id, text)
    SELECT s.id, s.room_id, c.before + row_number() OVER (PARTITION BY s.room_id ORDER BY s.place), s.sender_id, s.client_id, s.text
    FROM sent s JOIN counted c ON c.id = s.room_id
    RETURNING id, seq`,
};

let waiting = [];
let timer;

/** Answers everybody of a batch when it is committed. */
async function flush() {
  clearTimeout(timer);
  timer = undefined;
  const batch = waiting;
  waiting = [];
  const column = (of) => batch.map(({ message }) => of(message));
  try {
    const { rows } = await client.query({
      ...STORE,
      values: [
        column(({ id }) => id),
        column(({ room }) => room),
        column(({ sender }) => sender),
        column(({ clientId }) => clientId),
        column(({ text }) => text),
      ],
    });
    const seqs = new Map(rows.map(({ id, seq }) => [id, Number(seq)]));
    for (const { message, resolve } of batch) resolve({ id: message.id, seq: seqs.get(message.id) });
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}

serveRooms({
  async roomId(key) {
    const { rows } = await client.query(MAKE_ROOM, [randomUUID(), key]);
    return rows[0].id;
  },
  write: (message) =>
    new Promise((resolve, reject) => {
      waiting.push({ message: { ...message, id: randomUUID() }, resolve, reject });
      if (waiting.length === SENDS) void flush();
      else timer ??= setTimeout(flush, GATHER_MS);
    }),
});
