import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What mentors chose, and until when they count as here. */
export class AddMentorStatuses1768000000010 implements MigrationInterface {
  readonly name = 'AddMentorStatuses1768000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE lyceum.mentor_statuses (
        mentor_id text NOT NULL,
        guest_name text,
        chosen text NOT NULL DEFAULT 'offline',
        status_text text,
        subjects text array NOT NULL DEFAULT '{}',
        subject_keys text array NOT NULL DEFAULT '{}',
        capacity smallint NOT NULL DEFAULT 1,
        metadata json,
        chosen_at timestamptz(3) NOT NULL DEFAULT now(),
        here_until timestamptz(3) NOT NULL DEFAULT now(),
        missed_offers smallint NOT NULL DEFAULT 0,
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT mentor_statuses_pkey PRIMARY KEY (mentor_id)
      )`);
    await runner.query(`CREATE INDEX mentor_statuses_here_idx ON lyceum.mentor_statuses (here_until) WHERE chosen <> 'offline'`);
    await runner.query(
      `CREATE INDEX mentor_statuses_guest_idx ON lyceum.mentor_statuses (here_until) WHERE guest_name IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE lyceum.mentor_statuses`);
  }
}
