import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateUsersRoomsMessages1765000000000 implements MigrationInterface {
  readonly name = 'CreateUsersRoomsMessages1765000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE lyceum.users (
        id text CONSTRAINT users_pkey PRIMARY KEY,
        issuer text NOT NULL,
        username text,
        name text NOT NULL,
        email text,
        avatar_url text,
        role text NOT NULL DEFAULT 'student',
        password_hash text,
        banned_at timestamptz(3),
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now()
      )`);
    await runner.query(`CREATE UNIQUE INDEX users_username_key ON lyceum.users (lower(username))`);

    await runner.query(`
      CREATE TABLE lyceum.rooms (
        id uuid CONSTRAINT rooms_pkey PRIMARY KEY,
        kind text NOT NULL,
        key text,
        code text,
        title text,
        visibility text NOT NULL,
        capacity integer NOT NULL,
        locked boolean NOT NULL DEFAULT false,
        last_seq bigint NOT NULL DEFAULT 0,
        idle_seconds integer,
        last_active_at timestamptz(3) NOT NULL DEFAULT now(),
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        closed_at timestamptz(3),
        close_reason text
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX rooms_open_key_key ON lyceum.rooms (key) WHERE closed_at IS NULL AND key IS NOT NULL`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX rooms_open_code_key ON lyceum.rooms (code) WHERE closed_at IS NULL AND code IS NOT NULL`,
    );
    await runner.query(
      `CREATE INDEX rooms_closed_code_idx ON lyceum.rooms (code) WHERE closed_at IS NOT NULL AND code IS NOT NULL`,
    );
    await runner.query(`CREATE INDEX rooms_expiry_idx ON lyceum.rooms (id) WHERE closed_at IS NULL AND idle_seconds IS NOT NULL`);

    await runner.query(`
      CREATE TABLE lyceum.room_members (
        room_id uuid NOT NULL CONSTRAINT room_members_room_id_fkey REFERENCES lyceum.rooms (id) ON DELETE CASCADE,
        user_id text NOT NULL,
        role text NOT NULL DEFAULT 'member',
        guest boolean NOT NULL DEFAULT false,
        name text,
        joined_at timestamptz(3) NOT NULL DEFAULT now(),
        read_seq bigint NOT NULL DEFAULT 0,
        delivered_seq bigint NOT NULL DEFAULT 0,
        muted boolean NOT NULL DEFAULT false,
        banned boolean NOT NULL DEFAULT false,
        CONSTRAINT room_members_pkey PRIMARY KEY (room_id, user_id)
      )`);
    await runner.query(`CREATE INDEX room_members_user_id_idx ON lyceum.room_members (user_id)`);
    await runner.query(`CREATE INDEX room_members_guest_idx ON lyceum.room_members (room_id) WHERE guest`);

    await runner.query(`
      CREATE TABLE lyceum.messages (
        id uuid CONSTRAINT messages_pkey PRIMARY KEY,
        room_id uuid NOT NULL CONSTRAINT messages_room_id_fkey REFERENCES lyceum.rooms (id) ON DELETE CASCADE,
        seq bigint NOT NULL,
        revision_seq bigint NOT NULL,
        sender_id text NOT NULL,
        sender_name text,
        client_id text,
        kind text NOT NULL,
        text text NOT NULL,
        metadata json,
        reply_to uuid,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        edited_at timestamptz(3),
        deleted_at timestamptz(3),
        CONSTRAINT messages_room_id_seq_key UNIQUE (room_id, seq)
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX messages_client_id_key ON lyceum.messages (sender_id, room_id, client_id) WHERE client_id IS NOT NULL`,
    );
    await runner.query(`CREATE INDEX messages_room_id_revision_seq_idx ON lyceum.messages (room_id, revision_seq)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    // The schema itself stays: it also holds the list of migrations.
    for (const table of ['messages', 'room_members', 'rooms', 'users']) await runner.query(`DROP TABLE lyceum.${table}`);
  }
}
