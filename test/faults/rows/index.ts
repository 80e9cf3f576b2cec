import type { Row } from '../row.js';
import { backendsTerminated, cutAfterCommit, databaseStopped } from './database-away.js';
import { embeddedDiskFull, postgresDiskFull } from './disk-full.js';
import { killed } from './killed.js';
import { redisFlushed, redisKilled, redisPaused } from './redis-away.js';
import { slowReaders } from './slow-readers.js';
import { together } from './together.js';

/** The fault table, but for the rows of planned stops, of an event loop that is blocked and of thousands who come back: those have tests of their own. */
export const ROWS: readonly Row[] = [
  together,
  killed,
  databaseStopped,
  backendsTerminated,
  cutAfterCommit,
  redisKilled,
  redisPaused,
  redisFlushed,
  postgresDiskFull,
  embeddedDiskFull,
  slowReaders,
];
