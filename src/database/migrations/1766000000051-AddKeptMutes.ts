import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nobody gets their voice back by leaving a room and joining it again. */
export class AddKeptMutes1766000000051 implements MigrationInterface {
  readonly name = 'AddKeptMutes1766000000051';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE lyceum.kept_mutes (
        room_id uuid NOT NULL CONSTRAINT kept_mutes_room_id_fkey REFERENCES lyceum.rooms (id) ON DELETE CASCADE,
        user_id text NOT NULL,
        CONSTRAINT kept_mutes_pkey PRIMARY KEY (room_id, user_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE lyceum.kept_mutes`);
  }
}
