import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The index of words keeps what is new unsorted until there is enough of it, and every search reads that through. By default that is 4 MB, some 15,000
 * messages or 4 ms a search; kept to 128 KB, 500 messages, sending takes no more time than before.
 */
export class BoundUnsortedWords1795500000000 implements MigrationInterface {
  readonly name = 'BoundUnsortedWords1795500000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER INDEX lyceum.messages_words_idx SET (gin_pending_list_limit = 128)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER INDEX lyceum.messages_words_idx RESET (gin_pending_list_limit)`);
  }
}
