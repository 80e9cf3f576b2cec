import type { MigrationInterface, QueryRunner } from 'typeorm';

/** No room has two owners, and who is banned from a large room is found without going through all its members. */
export class AddModeration1766000000020 implements MigrationInterface {
  readonly name = 'AddModeration1766000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE UNIQUE INDEX room_members_owner_key ON lyceum.room_members (room_id) WHERE role = 'owner'`);
    await runner.query(`CREATE INDEX room_members_banned_idx ON lyceum.room_members (room_id, user_id) WHERE banned`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX lyceum.room_members_banned_idx`);
    await runner.query(`DROP INDEX lyceum.room_members_owner_key`);
  }
}
