import { describe, expect, it } from '@jest/globals';
import { QueryFailedError } from 'typeorm';
import { AppError } from '../common/index.js';
import { isConnectionLost, isLockTimeout, isUnavailable, toAppError, uniqueViolation } from './error-classification.js';

function driverError(properties: { code?: string; constraint?: string; message?: string }): Error {
  const { message = 'a message', ...rest } = properties;
  return Object.assign(new Error(message), rest);
}

function queryFailed(error: Error): QueryFailedError {
  return new QueryFailedError('INSERT INTO messages …', ['what somebody wrote'], error);
}

describe('the classification of database errors', () => {
  it.each([
    ['a refused connection', { code: 'ECONNREFUSED' }],
    ['a reset connection', { code: 'ECONNRESET' }],
    ['a host name that does not resolve', { code: 'EAI_AGAIN' }],
    ['a connection exception', { code: '08006' }],
    ['a terminated backend', { code: '57P01' }],
    ['a crashed backend', { code: '57P02' }],
    ['a server that starts', { code: '57P03' }],
    ['a session that idled in its transaction', { code: '25P03' }],
    ['the query after a terminated backend, which has no code', { message: 'Connection terminated unexpectedly' }],
    ['a client that is known to be broken', { message: 'Client has encountered a connection error and is not queryable' }],
    ['a pool that was closed', { message: 'Driver not Connected' }],
    ['an exhausted pool', { message: 'timeout exceeded when trying to connect' }],
  ])('takes %s for a lost connection', (_, properties) => {
    const error = driverError(properties);

    expect(isConnectionLost(error)).toBe(true);
    expect(toAppError(queryFailed(error))).toMatchObject({ code: 'UNAVAILABLE', cause: error });
  });

  it.each(['40001', '40P01', '53100', '53200', '53300', '55P03', '57014', '25006'])(
    'takes %s for something that passes, on a connection that is still good',
    (code) => {
      const error = driverError({ code });

      expect(isConnectionLost(error)).toBe(false);
      expect(toAppError(queryFailed(error))).toMatchObject({ code: 'UNAVAILABLE' });
    },
  );

  it.each(['QueryRunnerAlreadyReleasedError', 'QueryRunnerProviderAlreadyReleasedError'])(
    "takes TypeORM's %s for a connection that broke in mid-transaction",
    (name) => {
      expect(isConnectionLost(Object.assign(new Error('released'), { name }))).toBe(true);
    },
  );

  it.each(['23505', '23503', '22021', '42703', '25P02', undefined])('leaves %s as it is', (code) => {
    const error = queryFailed(driverError(code === undefined ? {} : { code }));

    expect(toAppError(error)).toBe(error);
    expect(isUnavailable(error)).toBe(false);
  });

  it('leaves errors of ours, and what is no error, as they are', () => {
    const full = new AppError('ROOM_FULL');

    expect(toAppError(full)).toBe(full);
    expect(toAppError('thrown text')).toBe('thrown text');
    expect(isUnavailable(full)).toBe(false);
    expect(isUnavailable(new AppError('UNAVAILABLE'))).toBe(true);
  });

  it('keeps what people wrote out of the error', () => {
    const shown = toAppError(queryFailed(driverError({ code: '57P01' }))) as AppError;

    expect(Object.values(shown.cause as object)).not.toContainEqual(['what somebody wrote']);
  });

  it('tells a lock that was held for too long from all else, also as the house shows it', () => {
    const held = queryFailed(driverError({ code: '55P03' }));

    expect([held, toAppError(held)].map(isLockTimeout)).toEqual([true, true]);
    expect([queryFailed(driverError({ code: '57014' })), new AppError('UNAVAILABLE'), undefined].map(isLockTimeout)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('names the constraint of a unique violation, and of nothing else', () => {
    expect(uniqueViolation(queryFailed(driverError({ code: '23505', constraint: 'users_username_key' })))).toBe(
      'users_username_key',
    );
    expect(uniqueViolation(queryFailed(driverError({ code: '23503', constraint: 'messages_room_id_fkey' })))).toBeUndefined();
    expect(uniqueViolation(undefined)).toBeUndefined();
  });
});
