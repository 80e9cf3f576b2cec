import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Conversations of two: one for each pair. */
export class AddDirectRooms1767000000000 implements MigrationInterface {
  readonly name = 'AddDirectRooms1767000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE lyceum.rooms ADD COLUMN pair text array`);
    await runner.query(`CREATE UNIQUE INDEX rooms_pair_key ON lyceum.rooms (pair) WHERE pair IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX lyceum.rooms_pair_key`);
    await runner.query(`ALTER TABLE lyceum.rooms DROP COLUMN pair`);
  }
}
