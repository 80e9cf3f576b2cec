import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where pushes to people go, and the key pair that browsers know this server by. */
export class AddPushSubscriptions1769000000050 implements MigrationInterface {
  readonly name = 'AddPushSubscriptions1769000000050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE lyceum.server_keys (
        name text NOT NULL,
        value json NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT server_keys_pkey PRIMARY KEY (name)
      )`);
    await runner.query(`
      CREATE TABLE lyceum.push_subscriptions (
        id uuid NOT NULL,
        user_id text NOT NULL,
        session_id uuid,
        verified_at bigint NOT NULL,
        type text NOT NULL,
        address text NOT NULL,
        address_hash bytea NOT NULL,
        p256dh text,
        auth text,
        device_id text,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        last_used_at timestamptz(3),
        CONSTRAINT push_subscriptions_pkey PRIMARY KEY (id),
        CONSTRAINT push_subscriptions_user_id_fkey FOREIGN KEY (user_id) REFERENCES lyceum.users (id) ON DELETE CASCADE,
        CONSTRAINT push_subscriptions_session_id_fkey FOREIGN KEY (session_id) REFERENCES lyceum.login_sessions (sid) ON DELETE CASCADE
      )`);
    await runner.query(`CREATE UNIQUE INDEX push_subscriptions_address_key ON lyceum.push_subscriptions (address_hash)`);
    await runner.query(`CREATE INDEX push_subscriptions_user_id_idx ON lyceum.push_subscriptions (user_id, created_at)`);
    await runner.query(`CREATE INDEX push_subscriptions_session_id_idx ON lyceum.push_subscriptions (session_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE lyceum.push_subscriptions`);
    await runner.query(`DROP TABLE lyceum.server_keys`);
  }
}
