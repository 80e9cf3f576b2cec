import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What happened and must be told outside of live connections, and what is on its way to somebody because of it. */
export class AddOutbox1769000000020 implements MigrationInterface {
  readonly name = 'AddOutbox1769000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE lyceum.outbox (
        position bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
        id uuid NOT NULL,
        name text NOT NULL,
        data json NOT NULL,
        state text NOT NULL DEFAULT 'pending',
        attempts smallint NOT NULL DEFAULT 0,
        due_at timestamptz NOT NULL DEFAULT now(),
        last_error text,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT outbox_pkey PRIMARY KEY (position)
      )`);
    await runner.query(`CREATE INDEX outbox_pending_idx ON lyceum.outbox (position) WHERE state = 'pending'`);
    await runner.query(`
      CREATE TABLE lyceum.deliveries (
        id uuid NOT NULL,
        channel text NOT NULL,
        target_id text NOT NULL,
        event_id text NOT NULL,
        kind text NOT NULL,
        payload json NOT NULL,
        collapse_key text,
        state text NOT NULL DEFAULT 'pending',
        attempts smallint NOT NULL DEFAULT 0,
        due_at timestamptz NOT NULL DEFAULT now(),
        claimed_until timestamptz,
        expires_at timestamptz,
        last_status smallint,
        last_error text,
        created_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz,
        CONSTRAINT deliveries_pkey PRIMARY KEY (id),
        CONSTRAINT deliveries_event_key UNIQUE (event_id, channel, target_id)
      )`);
    await runner.query(`CREATE INDEX deliveries_due_idx ON lyceum.deliveries (channel, due_at, id) WHERE state = 'pending'`);
    await runner.query(
      `CREATE INDEX deliveries_target_idx ON lyceum.deliveries (channel, target_id, due_at, id) WHERE state = 'pending'`,
    );
    await runner.query(
      `CREATE INDEX deliveries_claimed_idx ON lyceum.deliveries (channel, claimed_until) WHERE claimed_until IS NOT NULL`,
    );
    await runner.query(`CREATE INDEX deliveries_log_idx ON lyceum.deliveries (target_id, id)`);
    await runner.query(`CREATE INDEX deliveries_dead_idx ON lyceum.deliveries (target_id, id) WHERE state = 'dead'`);
    await runner.query(
      `CREATE INDEX deliveries_finished_idx ON lyceum.deliveries (state, finished_at) WHERE finished_at IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE lyceum.deliveries`);
    await runner.query(`DROP TABLE lyceum.outbox`);
  }
}
