import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The app's own backend speaks to the gateway: its keys, what it asked for lately, and who did what. */
export class AddServerApi1769000000060 implements MigrationInterface {
  readonly name = 'AddServerApi1769000000060';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE lyceum.audit_events (
        id uuid NOT NULL,
        at timestamptz(3) NOT NULL DEFAULT now(),
        actor_kind text NOT NULL,
        actor_id text,
        action text NOT NULL,
        target text,
        address text,
        outcome text NOT NULL,
        CONSTRAINT audit_events_pkey PRIMARY KEY (id)
      )`);
    await runner.query(`CREATE INDEX audit_events_at_idx ON lyceum.audit_events (at)`);
    await runner.query(`CREATE INDEX audit_events_actor_idx ON lyceum.audit_events (actor_id, id)`);
    await runner.query(`CREATE INDEX audit_events_target_idx ON lyceum.audit_events (target, id)`);

    await runner.query(`
      CREATE TABLE lyceum.api_keys (
        id uuid NOT NULL,
        name text NOT NULL,
        secret_hash bytea NOT NULL,
        scopes text[] NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        expires_at timestamptz(3),
        revoked_at timestamptz(3),
        last_used_at timestamptz(3),
        CONSTRAINT api_keys_pkey PRIMARY KEY (id)
      )`);

    await runner.query(`
      CREATE TABLE lyceum.idempotency_keys (
        api_key_id uuid NOT NULL,
        key_hash bytea NOT NULL,
        digest bytea NOT NULL,
        operation uuid NOT NULL,
        attempt uuid NOT NULL,
        claimed_until timestamptz(3) NOT NULL,
        finished_at timestamptz(3),
        answer text,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT idempotency_keys_pkey PRIMARY KEY (api_key_id, key_hash),
        CONSTRAINT idempotency_keys_api_key_id_fkey FOREIGN KEY (api_key_id) REFERENCES lyceum.api_keys (id) ON DELETE CASCADE
      )`);
    await runner.query(`CREATE INDEX idempotency_keys_created_at_idx ON lyceum.idempotency_keys (created_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE lyceum.idempotency_keys`);
    await runner.query(`DROP TABLE lyceum.api_keys`);
    await runner.query(`DROP TABLE lyceum.audit_events`);
  }
}
