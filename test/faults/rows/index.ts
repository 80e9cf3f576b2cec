import type { Row } from '../row.js';
import { backendsTerminated, cutAfterCommit, databaseKilled, databaseStopped } from './database-away.js';
import { embeddedDiskFull, postgresDiskFull } from './disk-full.js';
import { killed } from './killed.js';
import { redisCutFromOne, redisFlushed, redisKilled, redisPaused } from './redis-away.js';
import { slowReaders } from './slow-readers.js';
import { together } from './together.js';
import { walDiskFull } from './wal-full.js';

/** The fault table, but for planned stops, an event loop that is blocked and thousands who come back: other tests show those. */
export const ROWS: readonly Row[] = [
  together,
  killed,
  databaseStopped,
  databaseKilled,
  backendsTerminated,
  cutAfterCommit,
  redisKilled,
  redisPaused,
  redisCutFromOne,
  redisFlushed,
  postgresDiskFull,
  walDiskFull,
  embeddedDiskFull,
  slowReaders,
];
