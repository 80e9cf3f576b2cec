import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWith } from '../../../test/support/describe-with.js';
import { type Postgres, query, startPostgres } from '../../../test/support/postgres.js';
import { runDirectory } from '../../../test/support/test-run.js';
import { Database } from '../../database/index.js';
import type { LyceumDataSource } from '../../database/lyceum-data-source.js';
import { startDatabase } from '../../database/start-database.js';
import { PeopleRepository, type FoundPerson } from './people.repository.js';

const CAN_BE_LATE = 60_000;
const BEFORE_ALL = { key: '', id: '' };

const AMONG = { exceptId: 'u1', banned: false };

describeWith(['postgres'], 'PeopleRepository on PostgreSQL', () => {
  const isOwnRun = process.env.TEST_RUN_DIR === undefined;
  let postgres: Postgres;
  let source: LyceumDataSource;
  let database: Database;

  beforeAll(async () => {
    postgres = await startPostgres();
    // Knows small and capital letters beyond ASCII, as servers do outside of tests.
    await query(postgres.url, `CREATE DATABASE letters TEMPLATE template0 LOCALE 'C.UTF-8'`);
    const url = postgres.url.replace(/postgres$/, 'letters');
    const settings = { url, dataDir: '/nowhere', poolSize: 2, statementTimeoutMs: 5_000, connectionTimeoutMs: 2_500 };
    source = await startDatabase({ production: false, database: settings }, []);
    database = new Database(source);
    await database.query(
      `INSERT INTO users (id, issuer, username, name)
       SELECT 'u' || n, 'app', CASE WHEN n % 2 = 0 THEN 'user' || n END, 'Name ' || n FROM generate_series(1, 20000) n`,
    );
    await database.query('ANALYZE users');
  }, CAN_BE_LATE);

  afterAll(async () => {
    await source.destroy();
    await postgres.kill();
    if (isOwnRun) await rm(runDirectory(), { recursive: true });
  }, CAN_BE_LATE);

  it('reads from its indexes, and no further than the page', async () => {
    const plans: string[] = [];
    const explained = new PeopleRepository({
      query: async (sql: string, parameters: unknown[]) => {
        plans.push(JSON.stringify(await database.query(`EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ${sql}`, parameters)));
        return [];
      },
    } as unknown as Database);

    await explained.findBeginning({ username: 'us', name: 'us' }, BEFORE_ALL, AMONG, 21);
    await explained.findBeginning({ username: 'na', name: 'Na' }, { key: 'name 15', id: '' }, AMONG, 21);

    for (const [plan, index] of [
      [plans[0], 'users_username_search_idx'],
      [plans[1], 'users_name_search_idx'],
    ]) {
      expect(plan).toMatch(new RegExp(`Index Scan using ${index} on users \\w+ \\(actual rows=21`));
      expect(plan).not.toContain('Seq Scan');
    }
  });

  it('knows capital letters of any alphabet where the database does', async () => {
    await database.query(`INSERT INTO users (id, issuer, name) VALUES ('maria', 'app', 'МАРИЯ'), ('arpad', 'app', 'ÁRPÁD')`);
    const repository = new PeopleRepository(database);

    for (const [name, id] of [
      ['мар', 'maria'],
      ['МАР', 'maria'],
      ['árp', 'arpad'],
    ]) {
      const found = await repository.findBeginning({ username: name!.toLowerCase(), name: name! }, BEFORE_ALL, AMONG, 21);
      expect(found).toMatchObject([{ id }]);
    }
  });

  it('gives everybody once, by the lesser of their names, on pages of whatever size', async () => {
    // Names that are the username, that sort before or after it, and that are found by one of the two alone.
    const names = Array.from({ length: 10 }, (_, n) => [`ann${n}`, `Ann ${n}`, `Ann~${n}`, `Bob ${n}`, `ann${n + 3}`]).flat();
    await database.query(
      `INSERT INTO users (id, issuer, username, name)
       SELECT 'p' || n, 'app', CASE n % 4 WHEN 0 THEN NULL ELSE 'ann' || n END, name FROM unnest($1::text[]) WITH ORDINALITY AS a (name, n)`,
      [names],
    );
    const expected = await database.query<{ id: string }>(
      `SELECT id FROM users, LATERAL (SELECT min(key COLLATE "C") AS key
         FROM (VALUES (lower(username)), (lower(name))) AS both_keys (key) WHERE key LIKE 'ann%') least
       WHERE least.key IS NOT NULL ORDER BY least.key COLLATE "C", id`,
    );

    for (const size of [1, 2, 7, 100]) {
      const found: FoundPerson[] = [];
      for (let page: FoundPerson[] = []; found.length === 0 || page.length === size; found.push(...page)) {
        page = await new PeopleRepository(database).findBeginning(
          { username: 'ann', name: 'Ann' },
          found.at(-1) ?? BEFORE_ALL,
          AMONG,
          size,
        );
      }
      expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    }
    expect(expected.length).toBeGreaterThan(40);
  });
});
