import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWith } from '../../../test/support/describe-with.js';
import { startPostgres, type Postgres } from '../../../test/support/postgres.js';
import { runDirectory } from '../../../test/support/test-run.js';
import { newId } from '../../common/index.js';
import { Database } from '../../database/index.js';
import type { LyceumDataSource } from '../../database/lyceum-data-source.js';
import { startDatabase } from '../../database/start-database.js';
import { SignalRepository } from './signal.repository.js';

describeWith(['postgres'], 'signals that nobody takes', () => {
  const isOwnRun = process.env.TEST_RUN_DIR === undefined;
  let postgres: Postgres;
  let source: LyceumDataSource;
  let database: Database;
  let signals: SignalRepository;

  beforeAll(async () => {
    postgres = await startPostgres();
    const url = await postgres.createDatabase();
    const settings = { url, dataDir: '/nowhere', poolSize: 2, statementTimeoutMs: 20_000, connectionTimeoutMs: 5_000 };
    source = await startDatabase({ production: false, database: settings }, []);
    database = new Database(source);
    signals = new SignalRepository(database);
  }, 60_000);
  afterAll(async () => {
    await source.destroy();
    await postgres.kill();
    if (isOwnRun) await rm(runDirectory(), { recursive: true });
  });

  /** What a sweep leaves for Ben of a signal so many seconds old, in a call that he accepted so many seconds ago. */
  async function left(sentAgo: number, acceptedAgo: number | null): Promise<number> {
    const [room, call, ana, ben] = [newId(), newId(), newId(), newId()];
    await database.query(`INSERT INTO rooms (id, kind, visibility, capacity) VALUES ($1, 'session', 'private', 2)`, [room]);
    await database.query(
      `INSERT INTO calls (id, room_id, is_room_call, kind, state, caller_id, accepted_at) VALUES
       ($1, $2, false, 'video', CASE WHEN $4::integer IS NULL THEN 'ringing' ELSE 'connecting' END, $3, now() - $4 * interval '1 second')`,
      [call, room, ana, acceptedAgo],
    );
    await database.query(
      `INSERT INTO call_participants (call_id, user_id, state, connection_id) VALUES ($1, $2, 'joined', 'a'), ($1, $3, 'joined', 'b')`,
      [call, ana, ben],
    );
    await database.query(
      `INSERT INTO call_signals (call_id, to_id, from_id, type, bytes, created_at)
       VALUES ($1, $2, $3, 'candidate', 4, now() - $4::integer * interval '1 second')`,
      [call, ben, ana, sentAgo],
    );
    await signals.forgetOld();
    return (await signals.take(call, ben, ['b'])).length;
  }

  it.each([
    ['stay while it rings', 60, null, 1],
    ['stay for who has only just accepted', 60, 1, 1],
    ['stay for who may come back', 20, 60, 1],
    ['are forgotten', 60, 40, 0],
  ])('%s: sent %s s ago, accepted %s s ago', async (_, sentAgo, acceptedAgo, expected) => {
    expect(await left(sentAgo, acceptedAgo)).toBe(expected);
  });
});
