import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People are found by how their username or name begins. */
export class AddPeopleSearch1767000000030 implements MigrationInterface {
  readonly name = 'AddPeopleSearch1767000000030';

  async up(runner: QueryRunner): Promise<void> {
    // By bytes, so that in any locale both a beginning and an order can be read from them.
    await runner.query(`CREATE INDEX users_username_search_idx ON lyceum.users ((lower(username)) COLLATE "C", id)`);
    // An index takes no text of any length, and normalising can make it many times as long.
    await runner.query(
      `CREATE INDEX users_name_search_idx ON lyceum.users ((left(lower(normalize(name, NFKC)), 64)) COLLATE "C", id)`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX lyceum.users_name_search_idx`);
    await runner.query(`DROP INDEX lyceum.users_username_search_idx`);
  }
}
