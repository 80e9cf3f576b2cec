import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Messages that mention people, change, are reacted to and pinned. */
export class AddMessageChanges1766000000030 implements MigrationInterface {
  readonly name = 'AddMessageChanges1766000000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE lyceum.messages
        ADD COLUMN mentions text[],
        ADD COLUMN reactions json,
        ADD COLUMN pinned_at timestamptz(3),
        ADD COLUMN said_digest text`);
    await runner.query(
      `CREATE INDEX messages_pinned_idx ON lyceum.messages (room_id, pinned_at, seq) WHERE pinned_at IS NOT NULL`,
    );
    await runner.query(`
      CREATE TABLE lyceum.reactions (
        message_id uuid NOT NULL CONSTRAINT reactions_message_id_fkey REFERENCES lyceum.messages (id) ON DELETE CASCADE,
        user_id text NOT NULL,
        emoji text NOT NULL,
        seq bigint NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT reactions_pkey PRIMARY KEY (message_id, user_id, emoji)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE lyceum.reactions`);
    await runner.query(`DROP INDEX lyceum.messages_pinned_idx`);
    await runner.query(`
      ALTER TABLE lyceum.messages DROP COLUMN mentions, DROP COLUMN reactions, DROP COLUMN pinned_at, DROP COLUMN said_digest`);
  }
}
