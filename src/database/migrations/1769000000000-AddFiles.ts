import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files that people upload, the messages that show them, and how much room each person's files take. */
export class AddFiles1769000000000 implements MigrationInterface {
  readonly name = 'AddFiles1769000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE lyceum.files (
        id uuid NOT NULL,
        owner_id text NOT NULL,
        room_id uuid,
        recipient_id text,
        state text NOT NULL,
        name text NOT NULL,
        size bigint NOT NULL,
        content_type text NOT NULL,
        width integer,
        height integer,
        storage_key text NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        attached_at timestamptz(3),
        due_at timestamptz(3),
        CONSTRAINT files_pkey PRIMARY KEY (id)
      )`);
    await runner.query(`CREATE INDEX files_due_at_idx ON lyceum.files (due_at) WHERE due_at IS NOT NULL`);
    await runner.query(`
      CREATE TABLE lyceum.attachments (
        message_id uuid NOT NULL,
        place smallint NOT NULL,
        file_id uuid NOT NULL,
        CONSTRAINT attachments_pkey PRIMARY KEY (message_id, place),
        CONSTRAINT attachments_message_id_fkey FOREIGN KEY (message_id) REFERENCES lyceum.messages (id) ON DELETE CASCADE,
        CONSTRAINT attachments_file_id_fkey FOREIGN KEY (file_id) REFERENCES lyceum.files (id)
      )`);
    await runner.query(`CREATE INDEX attachments_file_id_idx ON lyceum.attachments (file_id)`);
    await runner.query(`
      CREATE TABLE lyceum.file_usage (
        owner_id text NOT NULL,
        used_bytes bigint NOT NULL,
        CONSTRAINT file_usage_pkey PRIMARY KEY (owner_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE lyceum.file_usage`);
    await runner.query(`DROP TABLE lyceum.attachments`);
    await runner.query(`DROP TABLE lyceum.files`);
  }
}
