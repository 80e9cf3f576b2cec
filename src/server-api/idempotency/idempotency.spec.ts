import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { describeWith } from '../../../test/support/describe-with.js';
import { type Postgres, startPostgres } from '../../../test/support/postgres.js';
import { runDirectory } from '../../../test/support/test-run.js';
import { AppError, newId } from '../../common/index.js';
import { Database, Outbox } from '../../database/index.js';
import type { LyceumDataSource } from '../../database/lyceum-data-source.js';
import { startDatabase } from '../../database/start-database.js';
import type { AppPeople } from '../../auth/index.js';
import type { HostedRooms } from '../../rooms/index.js';
import { BackendNotifications, type Word } from '../notifications/backend-notifications.js';
import { ExpiredKeys } from './expired-keys.js';
import { IdempotencyRepository, type Claim } from './idempotency.repository.js';
import { Idempotency, type Asked, type Attempt } from './idempotency.service.js';
import { requestDigest } from './request-digest.js';

const CAN_BE_LATE = 60_000;
const WORD: Word = { userIds: ['ana'], title: 'Class begins', body: 'In five minutes' };

describeWith(['postgres'], 'Idempotency on PostgreSQL', () => {
  const isOwnRun = process.env.TEST_RUN_DIR === undefined;
  const apiKeyId = newId();
  let postgres: Postgres;
  let source: LyceumDataSource;
  let database: Database;
  let repository: IdempotencyRepository;
  let idempotency: Idempotency;
  let notifications: BackendNotifications;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    postgres = await startPostgres();
    const timeouts = { statementTimeoutMs: 5_000, connectionTimeoutMs: 2_500 };
    const settings = { url: await postgres.createDatabase(), dataDir: '/nowhere', poolSize: 5, ...timeouts };
    source = await startDatabase({ production: false, database: settings }, []);
    database = new Database(source);
    repository = new IdempotencyRepository(database);
    idempotency = new Idempotency(repository);
    const people = { knownOf: (ids: readonly string[]) => Promise.resolve(new Set(ids)) } as unknown as AppPeople;
    notifications = new BackendNotifications(database, new Outbox(), people, {} as HostedRooms);
    await database.query(`INSERT INTO api_keys (id, name, secret_hash, scopes) VALUES ($1, 'tests', '', '{}')`, [apiKeyId]);
  }, CAN_BE_LATE);

  afterAll(async () => {
    Logger.overrideLogger(true);
    await source.destroy();
    await postgres.kill();
    if (isOwnRun) await rm(runDirectory(), { recursive: true });
  }, CAN_BE_LATE);

  beforeEach(async () => {
    await database.query('DELETE FROM idempotency_keys');
    await database.query('DELETE FROM outbox');
  });

  const asked = (body: object = {}, key = 'the key'): Asked => ({
    apiKeyId,
    key,
    digest: requestDigest('POST', '/rooms', body),
    isMadeAnew: false,
  });
  const age = (hours: number) =>
    database.query(`UPDATE idempotency_keys SET created_at = created_at - $1 * interval '1 hour'`, [hours]);
  /** Has an attempt do that and then never end, as that of a node that died; its claim has run out. */
  async function diedAttempt(work: (attempt: Attempt) => Promise<unknown> = () => Promise.resolve()): Promise<string> {
    const operation = await new Promise<string>((resolve, reject) => {
      void idempotency.once(asked(), async (attempt) => {
        await work(attempt).then(() => resolve(attempt.operation), reject);
        return new Promise(() => undefined);
      });
    });
    await database.query('UPDATE idempotency_keys SET claimed_until = now()');
    return operation;
  }
  const doneAgain = () => Promise.reject(new Error('done again'));

  it('takes up what an attempt that died had begun, under the same operation', async () => {
    const operation = await diedAttempt();
    const same = { operation };
    expect(await idempotency.once(asked(), (attempt) => Promise.resolve({ operation: attempt.operation }))).toEqual(same);
    expect(await idempotency.once(asked(), doneAgain)).toEqual(same);
  });

  it('people are notified once, also when whoever did it died before it could be noted', async () => {
    await diedAttempt((attempt) => notifications.notify(WORD, attempt));
    expect(await idempotency.once(asked(), doneAgain)).toEqual({ recipients: 1 });
    expect(await database.query('SELECT name FROM outbox')).toEqual([{ name: 'notification.requested' }]);
  });

  it('nobody is notified by an attempt that another one has succeeded', async () => {
    const succeeded: Attempt[] = [];
    await diedAttempt((attempt) => Promise.resolve(succeeded.push(attempt)));
    expect(await idempotency.once(asked(), () => Promise.resolve('done'))).toBe('done');
    await expect(notifications.notify(WORD, succeeded[0])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await database.query('SELECT name FROM outbox')).toEqual([]);
  });

  it('does not let another request take up what died', async () => {
    await diedAttempt();
    const other = idempotency.once(asked({ other: true }), () => Promise.resolve(1));
    await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
  });

  it('takes up what nobody knows the outcome of, under the same operation; what was refused begins anew', async () => {
    const operations: string[] = [];
    const failing = (error: Error) =>
      idempotency.once(asked(), ({ operation }) => {
        operations.push(operation);
        return Promise.reject(error);
      });
    await expect(failing(new AppError('UNAVAILABLE'))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(failing(new Error('a fault'))).rejects.toThrow('a fault');
    await expect(failing(new AppError('ROOM_FULL'))).rejects.toMatchObject({ code: 'ROOM_FULL' });
    await expect(failing(new AppError('ROOM_FULL'))).rejects.toMatchObject({ code: 'ROOM_FULL' });
    expect(operations[1]).toBe(operations[0]);
    expect(operations[2]).toBe(operations[0]);
    expect(operations[3]).not.toBe(operations[0]);
  });

  it('keeps the answer of whoever was last, also where the first comes back from the dead', async () => {
    const claim: Claim = { apiKeyId, keyHash: Buffer.from('hash'), digest: Buffer.from('digest') };
    const first = (await repository.claim(claim, 0))!;
    const second = (await repository.claim(claim, 60))!;
    expect(second.operation).toBe(first.operation);
    await repository.finish(first, '"late"');
    expect(await repository.find(claim)).toMatchObject({ isFinished: false });
    await repository.finish(second, '"right"');
    await repository.forget(first);
    await repository.letGo(first);
    expect(await repository.find(claim)).toMatchObject({ isFinished: true, answer: '"right"' });
  });

  it('keeps no answer that is made anew, and gives every attempt the same operation', async () => {
    const operations: string[] = [];
    const mint = () =>
      idempotency.once({ ...asked(), isMadeAnew: true }, ({ operation }) => Promise.resolve(operations.push(operation)));
    expect([await mint(), await mint()]).toEqual([1, 2]);
    expect(operations[0]).toBe(operations[1]);
    expect(await database.query('SELECT answer FROM idempotency_keys')).toEqual([{ answer: null }]);
  });

  it('forgets after a day, and what is forgotten is swept away', async () => {
    expect(await idempotency.once(asked(), () => Promise.resolve('first'))).toBe('first');
    await age(23);
    expect(await idempotency.once(asked(), () => Promise.resolve('second'))).toBe('first');
    await age(2);
    expect(await idempotency.once(asked({ other: true }), () => Promise.resolve('third'))).toBe('third');

    await idempotency.once(asked({}, 'of yesterday'), () => Promise.resolve(1));
    await age(25);
    await idempotency.once(asked({}, 'of today'), () => Promise.resolve(1));
    await new ExpiredKeys(repository).sweep();
    expect(await database.query('SELECT count(*) AS keys FROM idempotency_keys')).toEqual([{ keys: 1 }]);
  });

  it('two requests are the same whatever the order of their fields, and not of their lists', () => {
    const digest = (body: unknown, method = 'POST', url = '/a') => requestDigest(method, url, body).toString('hex');
    expect(digest({ a: 1, b: { c: 2, d: 3 } })).toBe(digest({ b: { d: 3, c: 2 }, a: 1 }));
    expect(digest({ a: [1, 2] })).not.toBe(digest({ a: [2, 1] }));
    expect(digest({}, 'PUT')).not.toBe(digest({}));
    expect(digest({}, 'POST', '/b')).not.toBe(digest({}));
  });
});
