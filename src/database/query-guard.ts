import type { EventEmitter } from 'node:events';
import { QueryFailedError, type ObjectLiteral, type QueryRunner } from 'typeorm';
import { isConnectionLost, toAppError } from './error-classification.js';

const runnersThatFailed = new WeakSet<QueryRunner>();

/** Whether a query of this runner has failed. */
export function hasFailed(runner: QueryRunner): boolean {
  return runnersThatFailed.has(runner);
}

/**
 * Makes every query of this runner end in time and with an error of ours. All of TypeORM's ways to the database lead through
 * here, so nothing else has to think of it.
 */
export function guardQueries(runner: QueryRunner, answerWithinMs: number): QueryRunner {
  const unguarded = runner.query.bind(runner);

  const guarded = async (sql: string, parameters?: unknown[] | ObjectLiteral, structured?: true): Promise<unknown> => {
    let timer: NodeJS.Timeout | undefined;
    try {
      await runner.connect();
      // statement_timeout is kept by the server; this one is for a server that has fallen silent.
      timer = setTimeout(() => {
        void discardConnection(runner);
      }, answerWithinMs);
      return await (structured ? unguarded(sql, parameters, structured) : unguarded(sql, parameters));
    } catch (error) {
      runnersThatFailed.add(runner);
      // The driver learns only a moment later that the server hangs up; until then it would lend the client to the next caller.
      if (isConnectionLost(error)) await discardConnection(runner);
      forgetParameters(error);
      throw toAppError(error);
    } finally {
      clearTimeout(timer);
    }
  };

  return Object.assign(runner, { query: guarded });
}

/** What people wrote, and hashes of their passwords: an error nobody foresaw is logged with all it has. */
function forgetParameters(error: unknown): void {
  if (error instanceof QueryFailedError) Object.assign(error, { parameters: undefined });
}

/**
 * Takes the runner's connection out of the pool for good. An `error` event on a borrowed client is how the driver itself says so:
 * TypeORM then releases it as broken, the pool closes it, and a query that still waits on it fails.
 */
export async function discardConnection(runner: QueryRunner): Promise<void> {
  if (runner.isReleased) return;
  const client: unknown = await runner.connect().catch(() => undefined);
  if (client !== undefined) (client as EventEmitter).emit('error', new Error('The connection was given up.'));
}
