import type { MigrationInterface, QueryRunner } from 'typeorm';

const USERNAME = `(lower(username)) COLLATE "C"`;
const NAME = `(left(lower(normalize(name, NFKC)), 64)) COLLATE "C"`;
const TITLE = `left(lower(normalize(title, NFKC)), 64)`;

/**
 * Administrators page through accounts and rooms, newest first, find rooms by how their title begins, and what was done by its name.
 * Few people are mentors, administrators or banned: they are found by name without reading all the others.
 */
export class AddAdminLists1795300000000 implements MigrationInterface {
  readonly name = 'AddAdminLists1795300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX users_newest_idx ON lyceum.users (role, created_at, id)`);
    await runner.query(`CREATE INDEX users_banned_idx ON lyceum.users (created_at, id) WHERE banned_at IS NOT NULL`);
    await runner.query(`CREATE INDEX users_staff_username_idx ON lyceum.users (${USERNAME}, id) WHERE role <> 'student'`);
    await runner.query(`CREATE INDEX users_staff_name_idx ON lyceum.users (${NAME}, id) WHERE role <> 'student'`);
    await runner.query(`CREATE INDEX users_banned_username_idx ON lyceum.users (${USERNAME}, id) WHERE banned_at IS NOT NULL`);
    await runner.query(`CREATE INDEX users_banned_name_idx ON lyceum.users (${NAME}, id) WHERE banned_at IS NOT NULL`);
    for (const [name, state] of [
      ['open', 'IS NULL'],
      ['closed', 'IS NOT NULL'],
    ]) {
      await runner.query(`CREATE INDEX rooms_${name}_kind_idx ON lyceum.rooms (kind, id) WHERE closed_at ${state}`);
      await runner.query(
        `CREATE INDEX rooms_${name}_title_idx ON lyceum.rooms (kind, (${TITLE}) COLLATE "C", id)
         WHERE closed_at ${state} AND title IS NOT NULL`,
      );
    }
    // Those of an index of a part of the table count for nothing: many rooms of one name would be read and sorted.
    await runner.query(`CREATE STATISTICS lyceum.rooms_title_stats ON (${TITLE}) FROM lyceum.rooms`);
    await runner.query(`CREATE INDEX audit_events_action_idx ON lyceum.audit_events (action, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX lyceum.audit_events_action_idx`);
    await runner.query(`DROP STATISTICS lyceum.rooms_title_stats`);
    for (const name of ['closed_title', 'closed_kind', 'open_title', 'open_kind'])
      await runner.query(`DROP INDEX lyceum.rooms_${name}_idx`);
    for (const name of ['banned_name', 'banned_username', 'staff_name', 'staff_username', 'banned', 'newest'])
      await runner.query(`DROP INDEX lyceum.users_${name}_idx`);
  }
}
