import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Administrators page through accounts and rooms, newest first, find rooms by how their title begins, and what was done by its name. */
export class AddAdminLists1795300000000 implements MigrationInterface {
  readonly name = 'AddAdminLists1795300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX users_newest_idx ON lyceum.users (role, created_at, id)`);
    await runner.query(`CREATE INDEX users_banned_idx ON lyceum.users (created_at, id) WHERE banned_at IS NOT NULL`);
    await runner.query(`CREATE INDEX rooms_open_kind_idx ON lyceum.rooms (kind, id) WHERE closed_at IS NULL`);
    await runner.query(`CREATE INDEX rooms_closed_kind_idx ON lyceum.rooms (kind, id) WHERE closed_at IS NOT NULL`);
    await runner.query(
      `CREATE INDEX rooms_title_search_idx ON lyceum.rooms ((left(lower(normalize(title, NFKC)), 64)) COLLATE "C", id)
       WHERE title IS NOT NULL AND kind <> 'direct'`,
    );
    await runner.query(`CREATE INDEX audit_events_action_idx ON lyceum.audit_events (action, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX lyceum.audit_events_action_idx`);
    for (const name of ['title_search', 'closed_kind', 'open_kind']) await runner.query(`DROP INDEX lyceum.rooms_${name}_idx`);
    for (const name of ['banned', 'newest']) await runner.query(`DROP INDEX lyceum.users_${name}_idx`);
  }
}
