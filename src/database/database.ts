import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager, EntityTarget, ObjectLiteral, Repository } from 'typeorm';
import { toAppError } from './error-classification.js';
import { LyceumDataSource } from './lyceum-data-source.js';

/** One transaction: everything in it goes over one connection, and is committed together or not at all. */
export class Transaction {
  private readonly onCommit = new Set<() => void>();

  constructor(private readonly manager: EntityManager) {}

  repository<E extends ObjectLiteral>(entity: EntityTarget<E>): Repository<E> {
    return this.manager.getRepository(entity);
  }

  /** Rows of a SELECT or of a RETURNING clause; `bigint` as number, `timestamptz` as Date. Tables are found without naming the schema. */
  async query<T>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    return rows(await this.manager.query<unknown>(sql, [...parameters]));
  }

  /** Does it once this is committed, once however often it was asked for, and never when it is rolled back or its outcome is unknown. */
  afterCommit(work: () => void): void {
    this.onCommit.add(work);
  }

  /** For `Database`: this is committed. Never throws, as nothing that fails now undoes it. */
  committed(): void {
    for (const work of this.onCommit) {
      try {
        work();
      } catch (error) {
        new Logger('Database').error({ err: error }, 'Something that follows a commit failed');
      }
    }
  }
}

/** Connections of the pool: all that are open, those nobody uses, and how many callers wait for one. */
export interface PoolStats {
  total: number;
  idle: number;
  waiting: number;
}

/**
 * The database. While it is away everything here throws `AppError('UNAVAILABLE')` within seconds and works again by itself
 * afterwards; an answer lost in a commit is reported the same way, so what must not happen twice has to be idempotent.
 */
@Injectable()
export class Database {
  constructor(private readonly source: LyceumDataSource) {}

  /** For single statements; inside a transaction use its own. */
  repository<E extends ObjectLiteral>(entity: EntityTarget<E>): Repository<E> {
    return this.source.getRepository(entity);
  }

  /** One statement in a transaction of its own; see `Transaction.query`. */
  async query<T>(sql: string, parameters: readonly unknown[] = []): Promise<T[]> {
    return rows(await this.source.query<unknown>(sql, [...parameters]));
  }

  /**
   * Commits when the work is done, rolls back and throws its error when it fails. Keep network calls out of it: other nodes wait
   * for its locks, and with the embedded database everybody waits.
   */
  async transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const runner = this.source.createQueryRunner();
    const transaction = new Transaction(runner.manager);
    let result: T;
    try {
      await runner.startTransaction();
      result = await this.source.insideTransaction(() => work(transaction));
      await this.source.commit(runner);
    } catch (error) {
      await this.source.rollBack(runner);
      throw toAppError(error);
    } finally {
      await runner.release();
    }
    transaction.committed();
    return result;
  }

  /** Whether the database answers within so many milliseconds. Never throws. */
  async isHealthy(withinMs: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<false>((resolve) => {
      timer = setTimeout(resolve, withinMs, false);
    });
    const answered = this.query('SELECT 1').then(
      () => true,
      () => false,
    );
    try {
      return await Promise.race([answered, tooLate]);
    } finally {
      clearTimeout(timer);
    }
  }

  poolStats(): PoolStats {
    return this.source.poolStats();
  }
}

/** TypeORM answers UPDATE and DELETE with `[rows, count]`, everything else with the rows. */
function rows<T>(result: unknown): T[] {
  if (!Array.isArray(result)) return [];
  const [first, second] = result as [unknown, unknown];
  return (result.length === 2 && Array.isArray(first) && typeof second === 'number' ? first : result) as T[];
}
