import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which node told a room last that a member came: of two that let the same person in, one does. */
export class AddMemberEntries1795400000001 implements MigrationInterface {
  readonly name = 'AddMemberEntries1795400000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE lyceum.room_members ADD COLUMN entered_node text, ADD COLUMN entered_at timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE lyceum.room_members DROP COLUMN entered_at, DROP COLUMN entered_node`);
  }
}
