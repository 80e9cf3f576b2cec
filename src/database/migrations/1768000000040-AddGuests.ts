import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Guests who claim an id are found by it on every node, and for a while after they left. */
export class AddGuests1768000000040 implements MigrationInterface {
  readonly name = 'AddGuests1768000000040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE lyceum.guests (
        id text NOT NULL,
        role text NOT NULL,
        seen_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT guests_pkey PRIMARY KEY (id)
      )`);
    await runner.query(`CREATE INDEX guests_seen_at_idx ON lyceum.guests (seen_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE lyceum.guests`);
  }
}
