import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists that read every row of their table: mentors by name, who was helped lately in a line, and requests that are over for long. */
export class AddIndexesOfLists1795200000000 implements MigrationInterface {
  readonly name = 'AddIndexesOfLists1795200000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX users_mentors_idx ON lyceum.users ((left(lower(name), 64)) COLLATE "C", id)
       WHERE role = 'mentor' AND banned_at IS NULL`,
    );
    await runner.query(
      `CREATE INDEX help_requests_accepted_idx ON lyceum.help_requests (accepted_at) WHERE accepted_at IS NOT NULL`,
    );
    await runner.query(
      `CREATE INDEX help_requests_subject_idx ON lyceum.help_requests (subject_key, accepted_at)
       WHERE target_id IS NULL AND accepted_at IS NOT NULL`,
    );
    await runner.query(
      `CREATE INDEX help_requests_target_idx ON lyceum.help_requests (target_id, accepted_at)
       WHERE target_id IS NOT NULL AND accepted_at IS NOT NULL`,
    );
    await runner.query(`CREATE INDEX help_requests_over_idx ON lyceum.help_requests (ended_at) WHERE ended_at IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['over', 'target', 'subject', 'accepted'])
      await runner.query(`DROP INDEX lyceum.help_requests_${name}_idx`);
    await runner.query(`DROP INDEX lyceum.users_mentors_idx`);
  }
}
