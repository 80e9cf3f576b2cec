export { Database, type PoolStats, type Transaction } from './database.js';
export { DatabaseModule } from './database.module.js';
export { isDirectoryFree } from './embedded/directory-lock.js';
export { socketFolder } from './embedded/socket-folder.js';
export { isLockTimeout, isStatementTimeout, isUnavailable, uniqueViolation } from './error-classification.js';
export { prepared } from './prepared.js';
export { retryIdempotent, type RetryLimits } from './retry-idempotent.js';
export { Outbox } from './outbox/outbox.js';
export type { StoredOutboxEvent } from './outbox/stored-outbox-event.js';
