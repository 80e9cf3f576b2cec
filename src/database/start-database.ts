import { setTimeout as delay } from 'node:timers/promises';
import { isNativeError } from 'node:util/types';
import { Logger } from '@nestjs/common';
import type { Entities } from './data-source-options.js';
import { isUnavailable } from './error-classification.js';
import { type DatabaseSettings, LyceumDataSource } from './lyceum-data-source.js';

const PATIENCE_MS = 30_000;
const PAUSE_MS = 2_000;

/**
 * Connects and migrates, before anything serves. A PostgreSQL that is not there yet is waited for: in a cluster the two are often
 * started together.
 */
export async function startDatabase(
  settings: DatabaseSettings,
  entities: Entities,
  patienceMs = PATIENCE_MS,
): Promise<LyceumDataSource> {
  const logger = new Logger('Database');
  const deadline = performance.now() + patienceMs;
  for (let attempt = 1; ; attempt += 1) {
    const started = await tryToStart(settings, entities);
    if (started instanceof LyceumDataSource) return started;
    const { url } = settings.database;
    if (url === undefined) throw started.failure;
    const problem = `PostgreSQL at ${placeOf(url)} can't be used: ${wordsOf(started.failure)}`;
    // Without the error as its cause: what the driver attaches may hold the URL, and with it the password.
    if (!isUnavailable(started.failure)) throw new Error(`${problem}. Check DATABASE_URL and the rights of its user.`);
    if (performance.now() + PAUSE_MS > deadline) throw new Error(`${problem}. Check DATABASE_URL, and that the server runs.`);
    logger.warn(`${problem} (attempt ${attempt}); trying again`);
    await delay(PAUSE_MS);
  }
}

async function tryToStart(settings: DatabaseSettings, entities: Entities): Promise<LyceumDataSource | { failure: unknown }> {
  const source = new LyceumDataSource(settings, entities);
  try {
    await source.initialize();
    await source.runMigrations();
    return source;
  } catch (failure) {
    if (source.isInitialized) await source.destroy();
    return { failure };
  }
}

/** The database without who may enter it. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return host + pathname;
}

function wordsOf(error: unknown): string {
  if (!isNativeError(error)) return 'unknown error';
  const { code } = error as NodeJS.ErrnoException;
  // A name with several addresses fails with all of their errors and no message of its own.
  return error.message === '' ? (code ?? error.name) : error.message;
}
