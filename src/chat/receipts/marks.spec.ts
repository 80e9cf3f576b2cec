import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { describeWith } from '../../../test/support/describe-with.js';
import { startPostgres, type Postgres } from '../../../test/support/postgres.js';
import { runDirectory } from '../../../test/support/test-run.js';
import { newId } from '../../common/index.js';
import { Database } from '../../database/index.js';
import type { LyceumDataSource } from '../../database/lyceum-data-source.js';
import { startDatabase } from '../../database/start-database.js';
import { MarkRepository } from './mark.repository.js';
import { UnreadRepository } from './unread.repository.js';

const CAN_BE_LATE = 60_000;

describeWith(['postgres'], 'marks and counts on PostgreSQL', () => {
  const isOwnRun = process.env.TEST_RUN_DIR === undefined;
  let postgres: Postgres;
  const sources: LyceumDataSource[] = [];
  let database: Database;
  let marks: [MarkRepository, MarkRepository];
  let counts: UnreadRepository;
  let roomId: string;

  beforeAll(async () => {
    postgres = await startPostgres();
    const url = await postgres.createDatabase();
    const settings = { url, dataDir: '/nowhere', poolSize: 5, statementTimeoutMs: 5_000, connectionTimeoutMs: 2_500 };
    for (let node = 0; node < 2; node += 1) sources.push(await startDatabase({ production: false, database: settings }, []));
    const [one, two] = sources.map((source) => new Database(source));
    database = one!;
    marks = [new MarkRepository(one!), new MarkRepository(two!)];
    counts = new UnreadRepository(database);
  }, CAN_BE_LATE);
  beforeEach(async () => {
    roomId = await newRoom(['ana', 'ben']);
  });
  afterAll(async () => {
    for (const source of sources) await source.destroy();
    await postgres.kill();
    if (isOwnRun) await rm(runDirectory(), { recursive: true });
  }, CAN_BE_LATE);

  async function newRoom(members: string[], lastSeq = 0): Promise<string> {
    const id = newId();
    await database.query(`INSERT INTO rooms (id, kind, visibility, capacity, last_seq) VALUES ($1, 'group', 'public', 500, $2)`, [
      id,
      lastSeq,
    ]);
    await database.query(`INSERT INTO room_members (room_id, user_id) SELECT $1, unnest($2::text[])`, [id, members]);
    return id;
  }

  /** So many messages of that person, after those that are there. */
  async function say(senderId: string, count: number, mentions: string[] | null = null): Promise<void> {
    await database.query(
      `WITH r AS (UPDATE rooms SET last_seq = last_seq + $3 WHERE id = $1 RETURNING last_seq - $3 AS before)
       INSERT INTO messages (id, room_id, seq, revision_seq, sender_id, kind, text, mentions)
       SELECT gen_random_uuid(), $1, before + n, before + n, $2, 'text', 'x', $4::text[] FROM r, generate_series(1, $3::int) n`,
      [roomId, senderId, count, mentions],
    );
  }

  it('of two devices on two nodes only grow, whoever comes last', async () => {
    await say('ana', 60);
    const seqs = Array.from({ length: 60 }, (_, index) => ((index * 37) % 60) + 1);
    const moved = await Promise.all(seqs.map((seq, index) => marks[index % 2]!.move({ roomId, seq }, 'ben', index % 3 !== 0)));

    // The database gave each new state once.
    const states = moved.filter((state) => state !== undefined).map(({ readSeq, deliveredSeq }) => `${readSeq} ${deliveredSeq}`);
    expect(new Set(states).size).toBe(states.length);
    for (const state of moved) if (state !== undefined) expect(state.deliveredSeq).toBeGreaterThanOrEqual(state.readSeq);
    const farthestRead = Math.max(...seqs.filter((_, index) => index % 3 !== 0));
    expect(await counts.inRoom(roomId, 'ben')).toMatchObject({ readSeq: farthestRead, deliveredSeq: 60 });
  });

  it('do not go past the last number, and what moves nothing is no move', async () => {
    await say('ana', 3);
    expect(await marks[0].move({ roomId, seq: 2 }, 'ben', false)).toMatchObject({ readSeq: 0, deliveredSeq: 2 });
    expect(await marks[0].move({ roomId, seq: 99 }, 'ben', true)).toMatchObject({ readSeq: 3, deliveredSeq: 3 });
    expect(await marks[0].move({ roomId, seq: 99 }, 'ben', true)).toBeUndefined();
    expect(await marks[0].move({ roomId, seq: 1 }, 'ben', false)).toBeUndefined();
    await database.query('UPDATE room_members SET banned = true WHERE user_id = $1', ['ana']);
    expect(await marks[0].move({ roomId, seq: 3 }, 'ana', true)).toBeUndefined();
    expect(await counts.inRoom(roomId, 'ana')).toBeUndefined();
  });

  it('count no more than 1,000, and look no farther back than 2,000 however much the person said themselves', async () => {
    await say('ana', 1_500, ['ben']);
    expect(await counts.inRoom(roomId, 'ben')).toMatchObject({ unread: 1_000, mentions: 1_000, lastSeq: 1_500 });
    await say('ben', 1_900);
    expect(await counts.inRoom(roomId, 'ben')).toMatchObject({ unread: 100 });
    await say('ben', 100);
    expect(await counts.inRoom(roomId, 'ben')).toMatchObject({ unread: 0, lastSeq: 3_500 });
  });

  it('are counted by the index, and of a member who is far behind as few rows as of anybody', async () => {
    await say('ana', 20_000);
    await database.query('ANALYZE messages');
    const plan = await database.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT x.sender_id FROM messages x WHERE x.room_id = $1 AND x.seq > 0 ORDER BY x.seq DESC LIMIT 2000`,
      [roomId],
    );
    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain('messages_room_id_seq_key');
  });

  it('of 3 people of a room of 500 are counted together with those of other rooms, by one statement, page by page', async () => {
    const crowd = Array.from({ length: 500 }, (_, index) => `member-${index}`);
    const [one, two] = [await newRoom(crowd), await newRoom(['member-1', 'member-2', 'stranger'])].toSorted();
    roomId = one!;
    await say('member-7', 2);
    roomId = two!;
    await say('member-7', 3);
    const userIds = ['member-1', 'member-2', 'member-3', 'nobody'];
    const outside = { userIds, inside: [{ roomId: one!, userId: 'member-2' }] };

    const all = await counts.ofThoseOutside([one!, two!], outside, undefined, 10);

    expect(all.map(({ userId, unread }) => [unread.room.id, userId])).toEqual(
      expect.arrayContaining([
        [one, 'member-1'],
        [one, 'member-3'],
        [two, 'member-1'],
      ]),
    );
    expect(all).not.toContainEqual(expect.objectContaining({ userId: 'nobody' }));
    const page = await counts.ofThoseOutside([one!, two!], outside, undefined, 2);
    expect([...page, ...(await counts.ofThoseOutside([one!, two!], outside, page.at(-1), 10))]).toEqual(all);
  });
});
