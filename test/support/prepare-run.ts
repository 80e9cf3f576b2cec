import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildIfStale } from '../../scripts/build-state.mjs';
import { startGateway } from './gateway.js';
import { GatewayPool } from './gateway-pool.js';
import { makeMigrated, startPostgres } from './postgres.js';
import { killAll } from './processes.js';
import { freshPath, runDirectory, type TestDatabase } from './test-run.js';

/** Both projects with gateways have the same one. */
let pool: Promise<GatewayPool> | undefined;

/** Before all files of a project; where they start gateways, on that database: a current build, and a database to start from. */
export async function prepareRun(database?: TestDatabase): Promise<void> {
  runDirectory();
  if (database === undefined) return;
  if (process.env.TEST_GATEWAY === undefined) await buildIfStale();
  try {
    if (database === 'postgres') await makePostgres();
    else await makeTemplate();
    pool ??= GatewayPool.open();
    await pool;
  } catch (error) {
    await endRun();
    throw error;
  }
}

/** Once after all files: nothing stays, neither processes nor files. */
export async function endRun(): Promise<void> {
  (await pool)?.close();
  await killAll();
  await rm(runDirectory(), { recursive: true, force: true });
}

async function makePostgres(): Promise<void> {
  const { url } = await startPostgres();
  process.env.TEST_POSTGRES_URL = url;
  await makeMigrated(url, async (migrated) => {
    const gateway = await startGateway({ database: migrated });
    await gateway.stop();
  });
}

/** Making an embedded database costs 3 s, starting on a copy of one less than 1 s. */
async function makeTemplate(): Promise<void> {
  const dataDir = freshPath('new');
  const gateway = await startGateway({ database: 'embedded', dataDir });
  await gateway.stop();
  await rename(dataDir, join(runDirectory(), 'template'));
}
