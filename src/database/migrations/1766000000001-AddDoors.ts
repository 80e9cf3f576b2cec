import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Waiting rooms, invitations, and who does not want to hear from whom. */
export class AddDoors1766000000001 implements MigrationInterface {
  readonly name = 'AddDoors1766000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE lyceum.rooms ADD COLUMN entry text NOT NULL DEFAULT 'open'`);
    await runner.query(`
      CREATE TABLE lyceum.room_admissions (
        room_id uuid NOT NULL CONSTRAINT room_admissions_room_id_fkey REFERENCES lyceum.rooms (id) ON DELETE CASCADE,
        user_id text NOT NULL,
        state text NOT NULL,
        guest boolean NOT NULL DEFAULT false,
        name text,
        by_user_id text,
        at timestamptz(3) NOT NULL DEFAULT now(),
        told_at timestamptz(3) NOT NULL DEFAULT now(),
        seen_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT room_admissions_pkey PRIMARY KEY (room_id, user_id)
      )`);
    await runner.query(`CREATE INDEX room_admissions_user_id_idx ON lyceum.room_admissions (user_id)`);
    await runner.query(`
      CREATE TABLE lyceum.blocks (
        blocker_id text NOT NULL,
        blocked_id text NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT blocks_pkey PRIMARY KEY (blocker_id, blocked_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE lyceum.blocks`);
    await runner.query(`DROP TABLE lyceum.room_admissions`);
    await runner.query(`ALTER TABLE lyceum.rooms DROP COLUMN entry`);
  }
}
