import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests for help, and which mentors were asked to take them. */
export class AddHelpRequests1768000000020 implements MigrationInterface {
  readonly name = 'AddHelpRequests1768000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE lyceum.help_requests (
        id uuid NOT NULL,
        state text NOT NULL,
        student_id text NOT NULL,
        student_name text,
        subject text NOT NULL,
        subject_key text NOT NULL,
        text text,
        urgency smallint NOT NULL,
        metadata json,
        target_id text,
        target_name text,
        mentor_id text,
        mentor_name text,
        room_id uuid CONSTRAINT help_requests_room_id_fkey REFERENCES lyceum.rooms (id) ON DELETE SET NULL,
        requested_at timestamptz(3) NOT NULL DEFAULT now(),
        queued_at timestamptz(3) NOT NULL DEFAULT now(),
        offer_until timestamptz(3),
        expires_at timestamptz(3),
        accepted_at timestamptz(3),
        seen_at timestamptz(3) NOT NULL DEFAULT now(),
        ended_at timestamptz(3),
        rating smallint,
        note text,
        CONSTRAINT help_requests_pkey PRIMARY KEY (id)
      )`);
    await runner.query(
      `CREATE UNIQUE INDEX help_requests_open_key ON lyceum.help_requests (student_id)
       WHERE state IN ('waiting', 'offered', 'active')`,
    );
    await runner.query(
      `CREATE INDEX help_requests_queue_idx ON lyceum.help_requests (urgency DESC, queued_at, id)
       WHERE state IN ('waiting', 'offered')`,
    );
    await runner.query(`CREATE INDEX help_requests_load_idx ON lyceum.help_requests (mentor_id) WHERE state = 'active'`);
    await runner.query(`CREATE INDEX help_requests_ended_idx ON lyceum.help_requests (mentor_id, ended_at)`);
    await runner.query(`CREATE INDEX help_requests_requested_at_idx ON lyceum.help_requests (requested_at)`);
    await runner.query(`
      CREATE TABLE lyceum.help_offers (
        request_id uuid NOT NULL CONSTRAINT help_offers_request_id_fkey REFERENCES lyceum.help_requests (id) ON DELETE CASCADE,
        mentor_id text NOT NULL,
        offered_at timestamptz(3) NOT NULL DEFAULT now(),
        until timestamptz(3),
        answer text NOT NULL DEFAULT 'pending',
        misses smallint NOT NULL DEFAULT 0,
        CONSTRAINT help_offers_pkey PRIMARY KEY (request_id, mentor_id)
      )`);
    await runner.query(`CREATE INDEX help_offers_pending_idx ON lyceum.help_offers (mentor_id) WHERE answer = 'pending'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE lyceum.help_offers`);
    await runner.query(`DROP TABLE lyceum.help_requests`);
  }
}
