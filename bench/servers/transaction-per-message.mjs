// The peer of durable answers: the same numbering, the same uniqueness and the same question whether the sender may write
// there, one transaction for every message.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { serveRooms } from './socketio-room.mjs';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });

await pool.query(`
  CREATE TABLE rooms (id uuid PRIMARY KEY, key text NOT NULL UNIQUE, last_seq bigint NOT NULL DEFAULT 0);
  CREATE TABLE members (
    room_id uuid NOT NULL REFERENCES rooms,
    user_id text NOT NULL,
    muted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (room_id, user_id)
  );
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
// Locks the room's row and takes its next number in one round trip.
const NUMBER = {
  name: 'number',
  text: 'UPDATE rooms SET last_seq = last_seq + 1 WHERE id = $1 RETURNING last_seq',
};
// After the lock, as Lyceum asks it: a mute that was just committed counts.
const MEMBER = {
  name: 'member',
  text: 'SELECT muted FROM members WHERE room_id = $1 AND user_id = $2',
};
const JOIN = 'INSERT INTO members (room_id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING';
const INSERT = {
  name: 'insert',
  text: 'INSERT INTO messages (id, room_id, seq, sender_id, client_id, text) VALUES ($1, $2, $3, $4, $5, $6)',
};

serveRooms({
  async roomId(key, member) {
    const [{ id }] = (await pool.query(MAKE_ROOM, [randomUUID(), key])).rows;
    await pool.query(JOIN, [id, member]);
    return id;
  },
  async write({ room, sender, text, clientId }) {
    const id = randomUUID();
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      const seq = Number((await client.query({ ...NUMBER, values: [room] })).rows[0].last_seq);
      const [member] = (await client.query({ ...MEMBER, values: [room, sender] })).rows;
      if (member?.muted !== false) throw new Error('Not a member who may write');
      await client.query({ ...INSERT, values: [id, room, seq, sender, clientId, text] });
      await client.query('COMMIT');
      return { id, seq };
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  },
});
