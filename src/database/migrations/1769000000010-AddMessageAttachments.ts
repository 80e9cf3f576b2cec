import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Messages show the files that came with them. */
export class AddMessageAttachments1769000000010 implements MigrationInterface {
  readonly name = 'AddMessageAttachments1769000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE lyceum.messages ADD COLUMN attachments json`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE lyceum.messages DROP COLUMN attachments`);
  }
}
