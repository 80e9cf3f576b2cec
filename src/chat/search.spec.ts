import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { describeWith } from '../../test/support/describe-with.js';
import { type Postgres, query, startPostgres } from '../../test/support/postgres.js';
import { runDirectory } from '../../test/support/test-run.js';
import { newId } from '../common/index.js';
import { Database } from '../database/index.js';
import type { LyceumDataSource } from '../database/lyceum-data-source.js';
import { startDatabase } from '../database/start-database.js';
import type { SearchPage } from '../protocol/index.js';
import type { Connection } from '../realtime/index.js';
import type { RoomAccess } from '../rooms/index.js';
import { SearchRepository } from './search.repository.js';
import { SearchService } from './search.service.js';

const CAN_BE_LATE = 60_000;
const ANA = { user: { id: 'ana' } } as Connection;

describeWith(['postgres'], 'SearchService on PostgreSQL', () => {
  const isOwnRun = process.env.TEST_RUN_DIR === undefined;
  let postgres: Postgres;
  let source: LyceumDataSource;
  let database: Database;
  let service: SearchService;

  beforeAll(async () => {
    postgres = await startPostgres();
    const timeouts = { statementTimeoutMs: 5_000, connectionTimeoutMs: 2_500 };
    // Knows small and capital letters beyond ASCII, as servers do outside of tests.
    await query(postgres.url, `CREATE DATABASE letters TEMPLATE template0 LOCALE 'C.UTF-8'`);
    const url = postgres.url.replace(/postgres$/, 'letters');
    const settings = { url, dataDir: '/nowhere', poolSize: 5, ...timeouts };
    source = await startDatabase({ production: false, database: settings }, []);
    database = new Database(source);
    const access = { requireMember: (_: Connection, { id }: { id: string }) => Promise.resolve({ id, key: null, code: null }) };
    service = new SearchService(access as unknown as RoomAccess, new SearchRepository(database));
  }, CAN_BE_LATE);

  afterAll(async () => {
    await source.destroy();
    await postgres.kill();
    if (isOwnRun) await rm(runDirectory(), { recursive: true });
  }, CAN_BE_LATE);

  /** A room of Ana's in which these texts were said. */
  async function roomWith(...texts: string[]): Promise<string> {
    const id = newId();
    await database.query(`INSERT INTO rooms (id, kind, visibility, capacity) VALUES ($1, 'group', 'public', 5)`, [id]);
    await database.query(`INSERT INTO room_members (room_id, user_id) VALUES ($1, 'ana')`, [id]);
    await database.query(
      `INSERT INTO messages (id, room_id, seq, revision_seq, sender_id, kind, text)
       SELECT gen_random_uuid(), $1, place, place, 'ana', 'text', text FROM unnest($2::text[]) WITH ORDINALITY AS m(text, place)`,
      [id, texts],
    );
    return id;
  }

  const texts = ({ messages }: SearchPage) => messages.map(({ text }) => text);

  it('finds nothing in rooms that one is banned from, is no member of, or that are closed', async () => {
    const [open, banned, left, closed] = [
      await roomWith('zinc 1'),
      await roomWith('zinc 2'),
      await roomWith('zinc 3'),
      await roomWith('zinc 4'),
    ];
    expect(texts(await service.search(ANA, { query: 'zinc' })).toSorted()).toEqual(['zinc 1', 'zinc 2', 'zinc 3', 'zinc 4']);
    await database.query('UPDATE room_members SET banned = true WHERE room_id = $1', [banned]);
    await database.query('DELETE FROM room_members WHERE room_id = $1', [left]);
    await database.query('UPDATE rooms SET closed_at = now() WHERE id = $1', [closed]);

    const { messages } = await service.search(ANA, { query: 'zinc' });

    expect(messages.map(({ text, room }) => [text, room.id])).toEqual([['zinc 1', open]]);
  });

  it('finds a message by what it says now, and a deleted one not at all', async () => {
    const room = await roomWith('copper', 'copper');
    await database.query(`UPDATE messages SET text = 'silver', edited_at = now() WHERE room_id = $1 AND seq = 1`, [room]);
    await database.query('UPDATE messages SET deleted_at = now() WHERE room_id = $1 AND seq = 2', [room]);

    expect(texts(await service.search(ANA, { room: { id: room }, query: 'copper' }))).toEqual([]);
    expect(texts(await service.search(ANA, { query: 'copper' }))).toEqual([]);
    expect(texts(await service.search(ANA, { room: { id: room }, query: 'silver' }))).toEqual(['silver']);
  });

  it('takes words of any length, whose small letters need more bytes than the capital ones', async () => {
    const room = await roomWith(`before ${'Ⱥ'.repeat(683)} after`, 'Ⱥ'.repeat(1_023), 'Ⱥ'.repeat(4_000), 'ȺB');

    expect(texts(await service.search(ANA, { room: { id: room }, query: 'after' }))).toHaveLength(1);
    expect(texts(await service.search(ANA, { query: 'ⱥb' }))).toEqual(['ȺB']);
  });

  it('reads no message of a room that was not asked for', async () => {
    const room = await roomWith('gallium');
    await database.query(
      `INSERT INTO messages (id, room_id, seq, revision_seq, sender_id, kind, text)
       SELECT gen_random_uuid(), $1, seq, seq, 'ben', 'text', 'gallium again' FROM generate_series(1, 20000) seq`,
      [await roomWith()],
    );
    const plans: string[] = [];
    const explained = new SearchRepository({
      query: async (sql: string, parameters: unknown[]) => {
        plans.push(JSON.stringify(await database.query(`EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) ${sql}`, parameters)));
        return [];
      },
    } as unknown as Database);

    await explained.inRoom('gallium', room, 100, 21);

    expect(plans[0]).toMatch(/Bitmap Heap Scan on messages m_1 \(actual rows=1 loops=1\)/);
  });

  it('a search that takes too long is answered so that one may try again', async () => {
    const cancelled = Object.assign(new Error('canceling statement due to statement timeout'), { code: '57014' });
    const slow = { inRoomsOf: () => Promise.reject(cancelled) } as unknown as SearchRepository;

    await expect(new SearchService({} as RoomAccess, slow).search(ANA, { query: 'x' })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: 'The search took too long. Search in one room, or for rarer words.',
    });
  });
});
