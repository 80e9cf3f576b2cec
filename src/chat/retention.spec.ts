import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import pg from 'pg';
import { describeWith } from '../../test/support/describe-with.js';
import { type Postgres, startPostgres } from '../../test/support/postgres.js';
import { runDirectory } from '../../test/support/test-run.js';
import { newId } from '../common/index.js';
import type { AppConfig } from '../config/index.js';
import { Database } from '../database/index.js';
import type { LyceumDataSource } from '../database/lyceum-data-source.js';
import { startDatabase } from '../database/start-database.js';
import type { RoomKind } from '../protocol/index.js';
import { RetentionRepository } from './retention.repository.js';
import { RetentionService } from './retention.service.js';

const CAN_BE_LATE = 60_000;

describeWith(['postgres'], 'RetentionService on PostgreSQL', () => {
  const isOwnRun = process.env.TEST_RUN_DIR === undefined;
  let postgres: Postgres;
  let source: LyceumDataSource;
  let database: Database;
  let url: string;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    postgres = await startPostgres();
    const timeouts = { statementTimeoutMs: 5_000, connectionTimeoutMs: 2_500 };
    url = await postgres.createDatabase();
    const settings = { url, dataDir: '/nowhere', poolSize: 5, ...timeouts };
    source = await startDatabase({ production: false, database: settings }, []);
    database = new Database(source);
  }, CAN_BE_LATE);

  afterAll(async () => {
    Logger.overrideLogger(true);
    await source.destroy();
    await postgres.kill();
    if (isOwnRun) await rm(runDirectory(), { recursive: true });
  }, CAN_BE_LATE);

  beforeEach(async () => {
    await database.query('DELETE FROM rooms');
  });

  function retention(retentionDays: AppConfig['chat']['retentionDays']): RetentionService {
    return new RetentionService({ chat: { retentionDays } } as AppConfig, new RetentionRepository(database));
  }

  /** A room with a message for each of these ages in days. */
  async function roomWith(ages: readonly number[], kind: RoomKind = 'group'): Promise<string> {
    const id = newId();
    await database.query(`INSERT INTO rooms (id, kind, visibility, capacity, last_seq) VALUES ($1, $2, 'public', 5, $3)`, [
      id,
      kind,
      ages.length,
    ]);
    await database.query(
      `INSERT INTO messages (id, room_id, seq, revision_seq, sender_id, kind, text, created_at)
       SELECT gen_random_uuid(), $1, place, place, 'ana', 'text', 'text', now() - age * interval '1 day'
       FROM unnest($2::float[]) WITH ORDINALITY AS m(age, place)`,
      [id, ages],
    );
    return id;
  }

  async function stateOf(roomId: string): Promise<{ seqs: number[]; prunedSeq: number; lastSeq: number }> {
    const [room] = await database.query<{ prunedSeq: number; lastSeq: number; seqs: number[] }>(
      `SELECT pruned_seq AS "prunedSeq", last_seq AS "lastSeq",
         ARRAY(SELECT seq::int FROM messages WHERE room_id = rooms.id ORDER BY seq) AS seqs FROM rooms WHERE id = $1`,
      [roomId],
    );
    return room!;
  }

  it('removes what is older than its days, remembers up to where, and leaves the counter alone', async () => {
    const room = await roomWith([9, 8, 7.01, 6.99, 1]);

    await expect(retention({ group: 7 }).sweep()).resolves.toBe(3);

    expect(await stateOf(room)).toEqual({ seqs: [4, 5], prunedSeq: 3, lastSeq: 5 });
  });

  it('changes nothing in rooms whose messages are young, or that have none', async () => {
    const [young, empty] = [await roomWith([1, 0]), await roomWith([])];

    await expect(retention({ group: 7 }).sweep()).resolves.toBe(0);

    expect(await stateOf(young)).toEqual({ seqs: [1, 2], prunedSeq: 0, lastSeq: 2 });
    expect(await stateOf(empty)).toEqual({ seqs: [], prunedSeq: 0, lastSeq: 0 });
  });

  it('keeps to the days of each kind, and keeps everything of a kind without any', async () => {
    const rooms = {
      lobby: await roomWith([40, 20, 1], 'lobby'),
      session: await roomWith([40, 20, 1], 'session'),
      direct: await roomWith([40, 20, 1], 'direct'),
    };

    await retention({ lobby: 30, session: 7 }).sweep();

    expect((await stateOf(rooms.lobby)).seqs).toEqual([2, 3]);
    expect((await stateOf(rooms.session)).seqs).toEqual([3]);
    expect((await stateOf(rooms.direct)).seqs).toEqual([1, 2, 3]);
    await expect(retention(undefined).sweep()).resolves.toBe(0);
  });

  it('goes by when it was said, whatever was changed later, and also in closed rooms', async () => {
    const room = await roomWith([9, 1]);
    await database.query('UPDATE messages SET edited_at = now(), revision_seq = 3 WHERE room_id = $1 AND seq = 1', [room]);
    await database.query('UPDATE rooms SET last_seq = 3, closed_at = now() WHERE id = $1', [room]);

    await retention({ group: 7 }).sweep();

    expect(await stateOf(room)).toEqual({ seqs: [2], prunedSeq: 1, lastSeq: 3 });
  });

  it('goes on where it ended, also after everything was removed', async () => {
    const room = await roomWith([9, 9]);
    const sweeper = retention({ group: 7 });
    await sweeper.sweep();
    expect(await stateOf(room)).toEqual({ seqs: [], prunedSeq: 2, lastSeq: 2 });
    await database.query(
      `INSERT INTO messages (id, room_id, seq, revision_seq, sender_id, kind, text, created_at)
       VALUES (gen_random_uuid(), $1, 3, 3, 'ana', 'text', 'text', now() - interval '8 days')`,
      [room],
    );

    await expect(sweeper.sweep()).resolves.toBe(1);
    expect((await stateOf(room)).prunedSeq).toBe(3);
  });

  it('removes more than a batch from one room, and from more rooms than it looks up at once', async () => {
    const large = await roomWith(Array.from({ length: 1_203 }, () => 9));
    for (let count = 0; count < 210; count += 1) await roomWith([9]);

    await expect(retention({ group: 7 }).sweep()).resolves.toBe(1_413);

    expect(await stateOf(large)).toEqual({ seqs: [], prunedSeq: 1_203, lastSeq: 1_203 });
  });

  it('leaves the first young message and all that follows, should the clock have gone back', async () => {
    const room = await roomWith([9, 6, 8]);

    await retention({ group: 7 }).sweep();

    expect(await stateOf(room)).toEqual({ seqs: [2, 3], prunedSeq: 1, lastSeq: 3 });
  });

  it('passes over a room that somebody holds, and removes the messages of the others', async () => {
    const [first, second] = [await roomWith([9]), await roomWith([9])];
    const sweeper = retention({ group: 7 });
    const holder = new pg.Client({ connectionString: url });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT 1 FROM lyceum.rooms WHERE id = $1 FOR NO KEY UPDATE', [first]);
    await expect(sweeper.sweep()).resolves.toBe(1);
    await holder.end();
    expect((await stateOf(first)).seqs).toEqual([1]);
    expect((await stateOf(second)).seqs).toEqual([]);

    await expect(sweeper.sweep()).resolves.toBe(1);
  });

  it('lets one node sweep at a time', async () => {
    const rooms = [];
    for (let count = 0; count < 20; count += 1) rooms.push(await roomWith([9]));

    const removed = await Promise.all([1, 2, 3].map(() => retention({ group: 7 }).sweep()));

    expect(removed.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(20);
    await retention({ group: 7 }).sweep();
    for (const room of rooms) expect(await stateOf(room)).toEqual({ seqs: [], prunedSeq: 1, lastSeq: 1 });
  });

  it('does no more once the node stops', async () => {
    const room = await roomWith([9]);
    const sweeper = retention({ group: 7 });
    sweeper.onModuleDestroy();

    await expect(sweeper.sweep()).resolves.toBe(0);
    expect((await stateOf(room)).seqs).toEqual([1]);
  });
});
