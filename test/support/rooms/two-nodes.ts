import { rm } from 'node:fs/promises';
import { afterAll, beforeAll } from '@jest/globals';
import type { LyceumDataSource } from '../../../src/database/lyceum-data-source.js';
import { startDatabase } from '../../../src/database/start-database.js';
import { startPostgres, type Postgres } from '../postgres.js';
import { runDirectory } from '../test-run.js';
import { RoomsNode, type NodeSettings } from './rooms-node.js';

const CAN_BE_LATE = 60_000;

/** Within a `describe`: a PostgreSQL for its tests. Gives a maker of nodes that share it, each by one of two pools. */
export function nodesOnPostgres(): (settings?: NodeSettings) => [RoomsNode, RoomsNode] {
  const isOwnRun = process.env.TEST_RUN_DIR === undefined;
  let postgres: Postgres;
  const sources: LyceumDataSource[] = [];

  beforeAll(async () => {
    postgres = await startPostgres();
    const url = await postgres.createDatabase();
    const database = { url, dataDir: '/nowhere', poolSize: 5, statementTimeoutMs: 5_000, connectionTimeoutMs: 2_500 };
    sources.push(await startDatabase({ production: false, database }, []));
    sources.push(await startDatabase({ production: false, database }, []));
  }, CAN_BE_LATE);

  afterAll(async () => {
    for (const source of sources) await source.destroy();
    await postgres.kill();
    if (isOwnRun) await rm(runDirectory(), { recursive: true });
  }, CAN_BE_LATE);

  return (settings) => {
    const [first, second] = sources;
    if (first === undefined || second === undefined) throw new Error('The database has not been started');
    return [new RoomsNode(first, settings), new RoomsNode(second, settings)];
  };
}
