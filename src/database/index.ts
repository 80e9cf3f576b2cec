export { Database, type PoolStats, type Transaction } from './database.js';
export { DatabaseModule } from './database.module.js';
export { isLockTimeout, isUnavailable, uniqueViolation } from './error-classification.js';
export { retryIdempotent, type RetryLimits } from './retry-idempotent.js';
