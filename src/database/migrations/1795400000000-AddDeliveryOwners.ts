import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose targets deliveries go to, so that somebody with many of them holds up nobody else. */
export class AddDeliveryOwners1795400000000 implements MigrationInterface {
  readonly name = 'AddDeliveryOwners1795400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE lyceum.deliveries ADD COLUMN owner_id text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE lyceum.deliveries DROP COLUMN owner_id`);
  }
}
