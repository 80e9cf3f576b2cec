import { rm } from 'node:fs/promises';
import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { describeWith } from '../../test/support/describe-with.js';
import { type Postgres, query, startPostgres } from '../../test/support/postgres.js';
import { runDirectory } from '../../test/support/test-run.js';
import { Database } from './database.js';
import { uniqueViolation } from './error-classification.js';
import type { LyceumDataSource } from './lyceum-data-source.js';
import { retryIdempotent } from './retry-idempotent.js';
import { startDatabase } from './start-database.js';

const STATEMENT_TIMEOUT_MS = 1_000;
/** What a person may have to wait for a typed error while the database is away. */
const TYPED_ERROR_MS = 3_000;
const UNAVAILABLE = expect.objectContaining({ code: 'UNAVAILABLE' });
const ROOM = `INSERT INTO rooms (id, kind, visibility, capacity, code) VALUES (gen_random_uuid(), 'session', 'code', 5, $1) RETURNING id`;

describeWith(['postgres'], 'Database on PostgreSQL', () => {
  const isOwnRun = process.env.TEST_RUN_DIR === undefined;
  let postgres: Postgres;
  let url: string;
  let source: LyceumDataSource;
  let database: Database;

  beforeAll(async () => {
    postgres = await startPostgres();
    url = await postgres.createDatabase();
    // An operator's choice that would make answers untrue if sessions took it over.
    await query(url, `ALTER DATABASE ${new URL(url).pathname.slice(1)} SET synchronous_commit = off`);
    source = await startDatabase(settings(url), []);
    database = new Database(source);
  }, 60_000);

  afterAll(async () => {
    await source.destroy();
    await postgres.kill();
    if (isOwnRun) await rm(runDirectory(), { recursive: true });
  });

  beforeEach(async () => {
    await database.query('TRUNCATE rooms CASCADE');
  });

  function settings(of: string) {
    const timeouts = { statementTimeoutMs: STATEMENT_TIMEOUT_MS, connectionTimeoutMs: 1_000 };
    return { production: false, database: { url: of, dataDir: '/nowhere', poolSize: 4, ...timeouts } };
  }

  async function countRooms(): Promise<number> {
    const [row] = await database.query<{ count: number }>('SELECT count(*) FROM rooms');
    return row?.count ?? -1;
  }

  async function expectUnavailableInTime(work: () => Promise<unknown>): Promise<void> {
    const begun = performance.now();
    await expect(work()).rejects.toEqual(UNAVAILABLE);
    expect(performance.now() - begun).toBeLessThan(TYPED_ERROR_MS);
  }

  it('keeps what was asked with out of an error that nobody foresaw', async () => {
    const failed: unknown = await database.query('SELECT $1::text, 1/0', ['a secret']).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Error);
    expect(inspect(failed)).toContain('division by zero');
    expect(inspect(failed)).not.toContain('a secret');
  });

  it('commits synchronously whatever the default of the database is', async () => {
    expect(await database.query('SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
  });

  it('gives bigint as number, json in its order, arrays and times as they were', async () => {
    const at = new Date('2026-01-02T03:04:05.678Z');
    const rows = await database.query(
      `SELECT a, b, $3::timestamptz AS at, $4::json AS json FROM unnest($1::text[], $2::bigint[]) AS pairs (a, b)`,
      [['x', 'y "z"'], [1, 9_007_199_254_740_991], at, '{"b":1,"a":2}'],
    );

    expect(rows).toEqual([
      { a: 'x', b: 1, at, json: { b: 1, a: 2 } },
      { a: 'y "z"', b: 9_007_199_254_740_991, at, json: { b: 1, a: 2 } },
    ]);
    expect(JSON.stringify((rows[0] as { json: unknown }).json)).toBe('{"b":1,"a":2}');
  });

  it('commits what a transaction did', async () => {
    const [room] = await database.transaction((transaction) => transaction.query<{ id: string }>(ROOM, ['AAAAAA']));

    expect(await database.query('SELECT id, last_seq FROM rooms')).toEqual([{ id: room?.id, last_seq: 0 }]);
  });

  it('rolls back when the work fails, and throws its error', async () => {
    const failure = new Error('of the work');
    const work = database.transaction(async (transaction) => {
      await transaction.query(ROOM, ['AAAAAA']);
      throw failure;
    });

    await expect(work).rejects.toBe(failure);
    expect(await countRooms()).toBe(0);
  });

  it('does not say committed when the work swallowed an error that undid everything', async () => {
    const work = database.transaction(async (transaction) => {
      await transaction.query(ROOM, ['AAAAAA']);
      await transaction.query('SELECT 1 / 0').catch(() => undefined);
    });

    await expect(work).rejects.toMatchObject({ code: '25P02' });
    expect(await countRooms()).toBe(0);
  });

  it('names the index of a unique violation', async () => {
    await database.query(ROOM, ['AAAAAA']);

    const error: unknown = await database.query(ROOM, ['AAAAAA']).catch((thrown: unknown) => thrown);

    expect(uniqueViolation(error)).toBe('rooms_open_code_key');
  });

  it('refuses to wait for a second connection inside a transaction', async () => {
    await expect(database.transaction(() => database.query('SELECT 1'))).rejects.toThrow('use the transaction itself');
  });

  it('cancels a statement that takes too long, and keeps the connection', async () => {
    await expectUnavailableInTime(() => database.query('SELECT pg_sleep(5)'));

    expect(await database.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('survives a backend that is terminated between the statements of a transaction', async () => {
    await expectUnavailableInTime(() =>
      database.transaction(async (transaction) => {
        await transaction.query(ROOM, ['AAAAAA']);
        await postgres.terminateBackends();
        await transaction.query('SELECT 1');
      }),
    );

    expect(await retryIdempotent(countRooms)).toBe(0);
  });

  it('does not lend a terminated connection to the next caller', async () => {
    await expect(database.query('SELECT pg_terminate_backend(pg_backend_pid())')).rejects.toEqual(UNAVAILABLE);

    expect(await countRooms()).toBe(0);
  });

  it('outlives a connection that dies while nobody listens to it', async () => {
    const { master: pool } = source.driver as unknown as { master: Pool };
    const client = await pool.connect();
    const ended = new Promise((resolve) => client.once('end', resolve));
    await postgres.terminateBackends();
    await ended;
    client.release();

    expect(await retryIdempotent(countRooms)).toBe(0);
  });

  it('answers in time while the server hangs, and recovers by itself', async () => {
    await Promise.all(Array.from({ length: 4 }, () => database.query('SELECT pg_sleep(0.05)')));
    postgres.pause();
    try {
      expect(await database.isHealthy(200)).toBe(false);
      const waiting = Array.from({ length: 6 }, () => expectUnavailableInTime(countRooms));
      await Promise.all([...waiting, expectUnavailableInTime(() => database.transaction((t) => t.query(ROOM, ['AAAAAA'])))]);
      expect(database.poolStats().waiting).toBe(0);
    } finally {
      postgres.resume();
    }

    expect(await retryIdempotent(countRooms)).toBe(0);
    expect(await database.isHealthy(1_000)).toBe(true);
  }, 20_000);

  it.each(['stop', 'kill'] as const)(
    'answers in time after the server was ended by %s, and recovers by itself',
    async (end) => {
      await database.query(ROOM, ['AAAAAA']);
      await postgres[end]();
      // Backends outlive a killed server until they notice; one that still answers would be right to.
      await waitUntil(() => database.poolStats().total === 0);
      await expectUnavailableInTime(countRooms);
      await expectUnavailableInTime(() => database.transaction((transaction) => transaction.query(ROOM, ['BBBBBB'])));
      await postgres.restart();

      expect(await retryIdempotent(countRooms)).toBe(1);
    },
    30_000,
  );
});

async function waitUntil(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (!holds()) {
    if (performance.now() > deadline) throw new Error('What was waited for did not happen within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
