import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people are told: what is about to be decided, their feeds, and what they chose about it. */
export class AddNotifications1769000000040 implements MigrationInterface {
  readonly name = 'AddNotifications1769000000040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE lyceum.notices (
        id uuid NOT NULL,
        user_id text NOT NULL,
        collapse_key text,
        message_id uuid,
        notice json NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        claimed_until timestamptz(3),
        attempts smallint NOT NULL DEFAULT 0,
        CONSTRAINT notices_pkey PRIMARY KEY (id)
      )`);
    await runner.query(`CREATE INDEX notices_collapse_key_idx ON lyceum.notices (collapse_key)`);
    await runner.query(`
      CREATE TABLE lyceum.notifications (
        id uuid NOT NULL,
        user_id text NOT NULL,
        kind text NOT NULL,
        title text NOT NULL,
        body text NOT NULL,
        data json NOT NULL,
        collapse_key text,
        count integer NOT NULL DEFAULT 1,
        message_id uuid,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        read_at timestamptz(3),
        CONSTRAINT notifications_pkey PRIMARY KEY (id)
      )`);
    await runner.query(`CREATE INDEX notifications_feed_idx ON lyceum.notifications (user_id, created_at, id)`);
    await runner.query(
      `CREATE INDEX notifications_unread_idx ON lyceum.notifications (user_id, created_at, id) WHERE read_at IS NULL`,
    );
    await runner.query(
      `CREATE UNIQUE INDEX notifications_collapse_key ON lyceum.notifications (user_id, collapse_key) WHERE read_at IS NULL`,
    );
    await runner.query(
      `CREATE INDEX notifications_message_id_idx ON lyceum.notifications (message_id) WHERE message_id IS NOT NULL`,
    );
    await runner.query(`CREATE INDEX notifications_created_at_idx ON lyceum.notifications (created_at)`);
    await runner.query(`
      CREATE TABLE lyceum.notification_preferences (
        user_id text NOT NULL,
        unpushed text[] NOT NULL DEFAULT '{}',
        unlisted text[] NOT NULL DEFAULT '{}',
        quiet_from text,
        quiet_to text,
        quiet_zone text,
        CONSTRAINT notification_preferences_pkey PRIMARY KEY (user_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE lyceum.notification_preferences`);
    await runner.query(`DROP TABLE lyceum.notifications`);
    await runner.query(`DROP TABLE lyceum.notices`);
  }
}
