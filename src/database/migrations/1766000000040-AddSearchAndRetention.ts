import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Messages are found by their words, and a room remembers up to where they were removed because of their age. */
export class AddSearchAndRetention1766000000040 implements MigrationInterface {
  readonly name = 'AddSearchAndRetention1766000000040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE lyceum.rooms ADD COLUMN pruned_seq bigint NOT NULL DEFAULT 0`);
    // The room is one more word of each of its messages: the index then never gives those of other rooms, however many there are.
    // Small letters first: PostgreSQL leaves out words past its limit, but measures them before it makes them small, which some letters
    // (Ⱥ) need more bytes for. Such a word overruns its memory, and takes the server down.
    await runner.query(`
      CREATE INDEX messages_words_idx ON lyceum.messages
      USING gin ((to_tsvector('simple'::regconfig, lower(text)) || array_to_tsvector(ARRAY[' ' || room_id::text])))
      WHERE deleted_at IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX lyceum.messages_words_idx`);
    await runner.query(`ALTER TABLE lyceum.rooms DROP COLUMN pruned_seq`);
  }
}
