import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was taken from people, for nodes that could not be told. */
export class AddRevocations1766000000000 implements MigrationInterface {
  readonly name = 'AddRevocations1766000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE lyceum.revocations (
        id uuid CONSTRAINT revocations_pkey PRIMARY KEY,
        kind text NOT NULL,
        user_id text NOT NULL,
        room_id uuid,
        session_id text,
        moment bigint NOT NULL
      )`);
    await runner.query(`CREATE INDEX revocations_moment_idx ON lyceum.revocations (moment)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE lyceum.revocations`);
  }
}
