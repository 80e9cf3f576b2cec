import { isNativeError } from 'node:util/types';
import { AppError } from '../common/index.js';

/** PostgreSQL's SQLSTATEs after which the same work may succeed a moment later. */
const TRANSIENT_STATES = new Set([
  '25006', // read-only: the server failed over to a replica
  '25P03', // the session was ended for idling in a transaction
  '40001', // serialization failure
  '40P01', // deadlock
  '53000',
  '53100', // disk full
  '53200', // out of memory
  '53300', // too many connections
  '55P03', // a lock was not available in time
  '57014', // cancelled by statement_timeout
  '57P01', // terminated by an administrator
  '57P02', // another backend crashed
  '57P03', // starting up or shutting down
  '57P05', // idle session timeout
]);

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENOENT', // the server's Unix socket is gone
]);

/**
 * What the driver and TypeORM say about a connection that is gone. They give no code: a query on a client whose backend was
 * terminated fails by message alone, and TypeORM gives a broken client back in the middle of a transaction.
 */
const LOST_CONNECTION =
  /^(Connection terminated|Driver not Connected|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end)/;
const LOST_RUNNER = new Set([
  'QueryRunnerAlreadyReleasedError',
  'QueryRunnerProviderAlreadyReleasedError',
  'CannotExecuteNotConnectedError',
  'ConnectionIsNotSetError',
]);

/** TypeORM wraps what the driver threw; this is the driver's own error. */
function driverError(error: unknown): Error | undefined {
  if (!isNativeError(error)) return undefined;
  return 'driverError' in error && isNativeError(error.driverError) ? error.driverError : error;
}

function property(error: Error, name: 'code' | 'constraint'): string | undefined {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : undefined;
}

/** Whether the connection that gave this error can't be used again. */
export function isConnectionLost(error: unknown): boolean {
  const thrown = driverError(error);
  if (thrown === undefined) return false;
  const code = property(thrown, 'code') ?? '';
  if (LOST_RUNNER.has(thrown.name) || NETWORK_CODES.has(code) || LOST_CONNECTION.test(thrown.message)) return true;
  return code.startsWith('08') || code.startsWith('57P') || code === '25P03';
}

/** Whether this says that the database can't answer now, and not that the question was wrong. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof AppError) return error.code === 'UNAVAILABLE';
  const thrown = driverError(error);
  return thrown !== undefined && (isConnectionLost(thrown) || TRANSIENT_STATES.has(property(thrown, 'code') ?? ''));
}

/** The error as the house shows it: `UNAVAILABLE` (retryable) while the database is away, everything else as it was. */
export function toAppError(error: unknown): unknown {
  if (error instanceof AppError || !isUnavailable(error)) return error;
  // The driver's error, not TypeORM's: that one carries the parameters, which no log needs.
  return new AppError('UNAVAILABLE', { cause: driverError(error) });
}

/** Whether somebody else held a row for longer than this session was willing to wait; nothing was done. */
export function isLockTimeout(error: unknown): boolean {
  const thrown = driverError(error instanceof AppError ? error.cause : error);
  return thrown !== undefined && property(thrown, 'code') === '55P03';
}

/** Whether the server gave up on this statement because it took too long. */
export function isStatementTimeout(error: unknown): boolean {
  const thrown = driverError(error instanceof AppError ? error.cause : error);
  return thrown !== undefined && property(thrown, 'code') === '57014';
}

/** The name of the unique constraint or index that a write ran into; undefined for every other error. */
export function uniqueViolation(error: unknown): string | undefined {
  const thrown = driverError(error);
  return thrown !== undefined && property(thrown, 'code') === '23505' ? property(thrown, 'constraint') : undefined;
}
