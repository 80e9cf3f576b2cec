import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Calls, who is in them, and signals that wait for somebody. */
export class AddCalls1768000000000 implements MigrationInterface {
  readonly name = 'AddCalls1768000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE lyceum.calls (
        id uuid NOT NULL,
        room_id uuid NOT NULL CONSTRAINT calls_room_id_fkey REFERENCES lyceum.rooms (id) ON DELETE CASCADE,
        is_room_call boolean NOT NULL,
        kind text NOT NULL,
        state text NOT NULL,
        caller_id text NOT NULL,
        offer json,
        metadata json,
        answer json,
        answer_metadata json,
        deadline_at timestamptz(3),
        started_at timestamptz(3) NOT NULL DEFAULT now(),
        accepted_at timestamptz(3),
        ended_at timestamptz(3),
        end_reason text,
        ended_by text,
        CONSTRAINT calls_pkey PRIMARY KEY (id)
      )`);
    await runner.query(`CREATE UNIQUE INDEX calls_live_key ON lyceum.calls (room_id) WHERE ended_at IS NULL`);
    await runner.query(`CREATE INDEX calls_deadline_idx ON lyceum.calls (deadline_at) WHERE deadline_at IS NOT NULL`);
    await runner.query(`
      CREATE TABLE lyceum.call_participants (
        call_id uuid NOT NULL CONSTRAINT call_participants_call_id_fkey REFERENCES lyceum.calls (id) ON DELETE CASCADE,
        user_id text NOT NULL,
        guest_name text,
        state text NOT NULL,
        connection_id text,
        joined_at timestamptz(3),
        seen_at timestamptz(3),
        until_at timestamptz(3),
        candidates integer NOT NULL DEFAULT 0,
        stats json,
        CONSTRAINT call_participants_pkey PRIMARY KEY (call_id, user_id)
      )`);
    // Whoever is rung for or talks is in that one call.
    await runner.query(
      `CREATE UNIQUE INDEX call_participants_live_key ON lyceum.call_participants (user_id) WHERE state <> 'left'`,
    );
    await runner.query(`CREATE INDEX call_participants_user_id_idx ON lyceum.call_participants (user_id, call_id)`);
    await runner.query(`
      CREATE TABLE lyceum.call_signals (
        id bigint GENERATED ALWAYS AS IDENTITY,
        call_id uuid NOT NULL CONSTRAINT call_signals_call_id_fkey REFERENCES lyceum.calls (id) ON DELETE CASCADE,
        to_id text NOT NULL,
        from_id text NOT NULL,
        type text NOT NULL,
        data json,
        bytes integer NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT call_signals_pkey PRIMARY KEY (id)
      )`);
    await runner.query(`CREATE INDEX call_signals_to_id_idx ON lyceum.call_signals (call_id, to_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE lyceum.call_signals, lyceum.call_participants, lyceum.calls`);
  }
}
