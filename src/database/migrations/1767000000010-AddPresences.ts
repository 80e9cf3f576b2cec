import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people chose about how others see them, and when they were last here, survive a restart. */
export class AddPresences1767000000010 implements MigrationInterface {
  readonly name = 'AddPresences1767000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE lyceum.presences (
        user_id text NOT NULL CONSTRAINT presences_user_id_fkey REFERENCES lyceum.users (id) ON DELETE CASCADE,
        hidden_since timestamptz(3),
        status_text text,
        status_until timestamptz(3),
        last_seen_at timestamptz(3),
        revision integer NOT NULL DEFAULT 0,
        CONSTRAINT presences_pkey PRIMARY KEY (user_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE lyceum.presences`);
  }
}
