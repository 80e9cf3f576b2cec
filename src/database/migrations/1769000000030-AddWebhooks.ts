import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Addresses of apps' own backends that are told of what happens. */
export class AddWebhooks1769000000030 implements MigrationInterface {
  readonly name = 'AddWebhooks1769000000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE lyceum.webhooks (
        id uuid CONSTRAINT webhooks_pkey PRIMARY KEY,
        url text NOT NULL,
        description text NOT NULL DEFAULT '',
        events text[] NOT NULL,
        secret text NOT NULL,
        previous_secret text,
        previous_secret_until timestamptz(3),
        enabled boolean NOT NULL DEFAULT true,
        disabled_reason text,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        created_by text,
        last_success_at timestamptz(3),
        failing_since timestamptz(3)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE lyceum.webhooks`);
  }
}
