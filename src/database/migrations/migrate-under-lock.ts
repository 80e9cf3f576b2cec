import type { DataSource, Migration, QueryRunner } from 'typeorm';
import { MigrationExecutor } from 'typeorm';
import { SCHEMA } from '../data-source-options.js';

/** Any fixed number will do; it must be the same on every node. */
export const ADVISORY_LOCK = 0x6c796365;
const WAIT_FOR_OTHERS = '120s';

/**
 * Brings the database up to date while other nodes wait. Everything goes over this one runner: the embedded database has no
 * second session to wait in, and a lock held elsewhere would not be dropped together with a migration that died. The caller must
 * give the connection up afterwards.
 */
export async function migrateUnderLock(source: DataSource, runner: QueryRunner): Promise<Migration[]> {
  // A waiting node and a long migration are both normal here; only the wait for the lock has an end.
  await runner.query(
    `SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET lock_timeout = '${WAIT_FOR_OTHERS}'`,
  );
  await runner.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
  // Asked first: CREATE SCHEMA IF NOT EXISTS needs the right to create one even where it exists.
  if (!(await runner.hasSchema(SCHEMA))) await runner.query(`CREATE SCHEMA ${SCHEMA}`);
  const executor = new MigrationExecutor(source, runner);
  // Locks that one takes are not held until the next has its own: nodes of the version before go on meanwhile.
  executor.transaction = 'each';
  const done = await executor.executePendingMigrations();
  // Where this is not reached, the session ends with the caller's connection, and the lock with it.
  await runner.query('SELECT pg_advisory_unlock($1)', [ADVISORY_LOCK]);
  return done;
}
