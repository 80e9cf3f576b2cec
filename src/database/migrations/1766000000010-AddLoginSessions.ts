import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a login begins and refresh tokens keep alive; what ends it; and invitations to register as a mentor. */
export class AddLoginSessions1766000000010 implements MigrationInterface {
  readonly name = 'AddLoginSessions1766000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE lyceum.users ADD COLUMN tokens_valid_after timestamptz(3)`);
    await runner.query(`CREATE INDEX users_admins_idx ON lyceum.users (id) WHERE role = 'admin'`);
    await runner.query(`ALTER TABLE lyceum.revocations ADD COLUMN banned boolean NOT NULL DEFAULT false`);

    await runner.query(`
      CREATE TABLE lyceum.login_sessions (
        sid uuid CONSTRAINT login_sessions_pkey PRIMARY KEY,
        user_id text NOT NULL CONSTRAINT login_sessions_user_id_fkey REFERENCES lyceum.users (id) ON DELETE CASCADE,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        last_used_at timestamptz(3) NOT NULL DEFAULT now(),
        expires_at timestamptz(3) NOT NULL,
        address text,
        user_agent text,
        revoked_at timestamptz(3)
      )`);
    await runner.query(`CREATE INDEX login_sessions_user_id_idx ON lyceum.login_sessions (user_id, created_at)`);
    await runner.query(`CREATE INDEX login_sessions_expiry_idx ON lyceum.login_sessions (expires_at)`);

    await runner.query(`
      CREATE TABLE lyceum.refresh_tokens (
        hash bytea CONSTRAINT refresh_tokens_pkey PRIMARY KEY,
        sid uuid NOT NULL CONSTRAINT refresh_tokens_sid_fkey REFERENCES lyceum.login_sessions (sid) ON DELETE CASCADE,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        expires_at timestamptz(3) NOT NULL,
        used_at timestamptz(3)
      )`);
    await runner.query(`CREATE INDEX refresh_tokens_sid_idx ON lyceum.refresh_tokens (sid)`);
    await runner.query(`CREATE INDEX refresh_tokens_expiry_idx ON lyceum.refresh_tokens (expires_at)`);

    await runner.query(`
      CREATE TABLE lyceum.mentor_invitations (
        hash bytea CONSTRAINT mentor_invitations_pkey PRIMARY KEY,
        created_by text,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        expires_at timestamptz(3) NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['mentor_invitations', 'refresh_tokens', 'login_sessions']) {
      await runner.query(`DROP TABLE lyceum.${table}`);
    }
    await runner.query(`ALTER TABLE lyceum.revocations DROP COLUMN banned`);
    await runner.query(`DROP INDEX lyceum.users_admins_idx`);
    await runner.query(`ALTER TABLE lyceum.users DROP COLUMN tokens_valid_after`);
  }
}
