import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A room remembers the code it had before: whoever comes by it does not guess. */
export class AddFormerCodes1766000000050 implements MigrationInterface {
  readonly name = 'AddFormerCodes1766000000050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE lyceum.rooms ADD COLUMN former_code text`);
    await runner.query(`CREATE INDEX rooms_former_code_idx ON lyceum.rooms (former_code) WHERE former_code IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX lyceum.rooms_former_code_idx`);
    await runner.query(`ALTER TABLE lyceum.rooms DROP COLUMN former_code`);
  }
}
