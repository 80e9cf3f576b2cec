import type { MigrationInterface, QueryRunner } from 'typeorm';

/** On whom a help request depends is seen again and again; offers that mentors let pass are counted; requests are found by their time. */
export class AddHelpSightings1768000000030 implements MigrationInterface {
  readonly name = 'AddHelpSightings1768000000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX lyceum.help_requests_missing_since_idx`);
    await runner.query(
      `ALTER TABLE lyceum.help_requests DROP COLUMN missing_since, ADD COLUMN seen_at timestamptz(3) NOT NULL DEFAULT now()`,
    );
    await runner.query(`CREATE INDEX help_requests_requested_at_idx ON lyceum.help_requests (requested_at)`);
    await runner.query(`ALTER TABLE lyceum.help_offers ADD COLUMN misses smallint NOT NULL DEFAULT 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE lyceum.help_offers DROP COLUMN misses`);
    await runner.query(`DROP INDEX lyceum.help_requests_requested_at_idx`);
    await runner.query(`ALTER TABLE lyceum.help_requests DROP COLUMN seen_at, ADD COLUMN missing_since timestamptz(3)`);
    await runner.query(
      `CREATE INDEX help_requests_missing_since_idx ON lyceum.help_requests (missing_since) WHERE state = 'active'`,
    );
  }
}
