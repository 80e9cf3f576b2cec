import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Migration, QueryRunner, ReplicationMode } from 'typeorm';
import { DataSource } from 'typeorm';
import type { AppConfig } from '../config/app-config.js';
import { type Entities, dataSourceOptions } from './data-source-options.js';
import { EmbeddedPostgres } from './embedded/embedded-postgres.js';
import { migrateUnderLock } from './migrations/migrate-under-lock.js';
import { discardConnection, guardQueries, hasFailed } from './query-guard.js';
import { assertOutsideTransaction, insideTransaction } from './transaction-scope.js';

/** How much longer than `statement_timeout` an answer may take before the server counts as gone. */
const ANSWER_SLACK_MS = 250;
/** How long connections may take to end. */
const GOODBYE_MS = 2_000;

export type DatabaseSettings = Pick<AppConfig, 'production' | 'database'>;

/** TypeORM's data source with what this house adds: the embedded database's life, guarded queries, migrations under a lock. */
export class LyceumDataSource extends DataSource {
  private readonly embedded: EmbeddedPostgres | undefined;

  constructor(
    private readonly settings: DatabaseSettings,
    entities: Entities,
  ) {
    const embedded = settings.database.url === undefined ? new EmbeddedPostgres(settings.database.dataDir) : undefined;
    super(dataSourceOptions(settings.database, entities, embedded && (() => embedded.openStream())));
    this.embedded = embedded;
  }

  override async initialize(): Promise<this> {
    await this.embedded?.start();
    try {
      return await super.initialize();
    } catch (error) {
      await this.embedded?.stop();
      throw error;
    }
  }

  override async destroy(): Promise<void> {
    const isLate = new AbortController();
    try {
      // A server that hangs never answers a farewell.
      await Promise.race([super.destroy(), delay(GOODBYE_MS, undefined, { signal: isLate.signal }).catch(() => undefined)]);
    } finally {
      isLate.abort();
      await this.embedded?.stop();
    }
  }

  override createQueryRunner(mode?: ReplicationMode): QueryRunner {
    if (!this.settings.production) assertOutsideTransaction();
    return guardQueries(super.createQueryRunner(mode), this.settings.database.statementTimeoutMs + ANSWER_SLACK_MS);
  }

  /** Marks the work of a transaction. Following it costs 80 ns an await (Node 20): where mistakes are made, not in production. */
  insideTransaction<T>(work: () => Promise<T>): Promise<T> {
    return this.settings.production ? work() : insideTransaction(work);
  }

  /** Also the TypeORM command line's way, so that it waits for nodes that are starting, and they for it. */
  override async runMigrations(): Promise<Migration[]> {
    const runner = super.createQueryRunner();
    try {
      return await migrateUnderLock(this, runner);
    } finally {
      // Its settings differ from those of the pool's other connections.
      await discardConnection(runner);
    }
  }

  /** Commits the runner's transaction, or throws: a commit that was answered is one. */
  async commit(runner: QueryRunner): Promise<void> {
    // After an error that the work kept to itself PostgreSQL answers COMMIT with success and a silent rollback; this asks it.
    if (hasFailed(runner)) await runner.query('SELECT 1');
    await runner.commitTransaction();
  }

  /** Undoes what the runner's transaction did. Never throws: the error that led here is the one to tell. */
  async rollBack(runner: QueryRunner): Promise<void> {
    if (!runner.isTransactionActive || runner.isReleased) return;
    try {
      await runner.rollbackTransaction();
    } catch {
      await discardConnection(runner);
    }
  }

  poolStats(): { total: number; idle: number; waiting: number } {
    const { master: pool } = this.driver as unknown as { master: Pool | undefined };
    return { total: pool?.totalCount ?? 0, idle: pool?.idleCount ?? 0, waiting: pool?.waitingCount ?? 0 };
  }
}
