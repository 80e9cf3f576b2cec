import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { describeWith } from '../../test/support/describe-with.js';
import { messagesIn } from '../../test/support/messages.js';
import { type Postgres, startPostgres } from '../../test/support/postgres.js';
import { runDirectory } from '../../test/support/test-run.js';
import { AppError, newId } from '../common/index.js';
import { Database } from '../database/index.js';
import type { LyceumDataSource } from '../database/lyceum-data-source.js';
import { startDatabase } from '../database/start-database.js';
import type { Message, RoomChanges, RoomRef, RoomTarget } from '../protocol/index.js';
import type { Connection } from '../realtime/index.js';
import type { RoomAccess } from '../rooms/index.js';
import { HistoryService } from './history.service.js';
import { MessageLogRepository } from './message-log.repository.js';
import { MessageWriter } from './message-writer.js';
import { SyncService } from './sync.service.js';

const ANA = { id: 'ana', username: 'ana', name: 'Ana', avatarUrl: null, role: 'mentor', guest: false } as const;
/** Has joined nothing, so that the database is asked. */
const CONNECTION = { user: ANA, rooms: new Map<string, RoomRef>() } as unknown as Connection;
const CAN_BE_LATE = 60_000;

const seqs = ({ messages }: { messages: Message[] }) => messages.map(({ seq }) => seq);
const from = (first: number, last: number) => Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);

/** A step of PostgreSQL's account of a statement. */
interface Plan {
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  Plans?: Plan[];
}

function rowsReadOf(table: string, plan: Plan): number {
  const own = plan['Relation Name'] === table ? plan['Actual Rows'] * plan['Actual Loops'] : 0;
  return (plan.Plans ?? []).reduce((sum, step) => sum + rowsReadOf(table, step), own);
}

describeWith(['postgres'], 'HistoryService and SyncService on PostgreSQL', () => {
  const isOwnRun = process.env.TEST_RUN_DIR === undefined;
  let postgres: Postgres;
  let source: LyceumDataSource;
  let database: Database;
  let writer: MessageWriter;
  let history: HistoryService;
  let sync: SyncService;
  let room: RoomRef;
  let codes: Map<string, RoomRef | AppError>;
  let statements: [sql: string, parameters: readonly unknown[]][];

  beforeAll(async () => {
    postgres = await startPostgres();
    const timeouts = { statementTimeoutMs: 5_000, connectionTimeoutMs: 2_500 };
    const settings = { url: await postgres.createDatabase(), dataDir: '/nowhere', poolSize: 5, ...timeouts };
    source = await startDatabase({ production: false, database: settings }, []);
    database = new Database(source);
    await database.query(`INSERT INTO users (id, issuer, username, name, role) VALUES ('ana', 'lyceum', 'ana', 'Ana', 'mentor')`);
    writer = new MessageWriter(messagesIn(database));
    const access = {
      requireMember: (_, { id = '' }) => Promise.resolve({ id, key: null, code: null }),
      joined: ({ rooms }, { id = '' }) => rooms.get(id),
      locate(_, { code = '' }) {
        const outcome = codes.get(code) ?? new AppError('ROOM_NOT_FOUND');
        return outcome instanceof AppError ? Promise.reject(outcome) : Promise.resolve(outcome);
      },
    } as Pick<RoomAccess, 'requireMember' | 'joined' | 'locate'> as RoomAccess;
    const watched = {
      query: (sql: string, parameters: readonly unknown[]) => {
        statements.push([sql, parameters]);
        return database.query(sql, parameters);
      },
    } as Database;
    const log = new MessageLogRepository(watched);
    history = new HistoryService(access, log);
    sync = new SyncService(access, log);
  }, CAN_BE_LATE);

  afterAll(async () => {
    await source.destroy();
    await postgres.kill();
    if (isOwnRun) await rm(runDirectory(), { recursive: true });
  }, CAN_BE_LATE);

  beforeEach(async () => {
    codes = new Map();
    statements = [];
    room = await newRoom();
  });

  const here = () => ({ id: room.id });

  async function newRoom(key: string | null = null): Promise<RoomRef> {
    const id = newId();
    await database.query(`INSERT INTO rooms (id, kind, visibility, capacity, key) VALUES ($1, 'session', 'public', 5, $2)`, [
      id,
      key,
    ]);
    await database.query(`INSERT INTO room_members (room_id, user_id) VALUES ($1, 'ana'), ($1, 'gone')`, [id]);
    return { id, key, code: null };
  }

  /** Many rooms that say the same, faster than by talking. */
  async function newRooms(count: number, messages: number): Promise<RoomRef[]> {
    const ids = Array.from({ length: count }, () => newId());
    await database.query(
      `INSERT INTO rooms (id, kind, visibility, capacity, last_seq) SELECT id, 'session', 'public', 5, $2 FROM unnest($1::uuid[]) AS id`,
      [ids, messages],
    );
    await database.query(`INSERT INTO room_members (room_id, user_id) SELECT id, 'ana' FROM unnest($1::uuid[]) AS id`, [ids]);
    await database.query(
      `INSERT INTO messages (id, room_id, seq, revision_seq, sender_id, kind, text)
       SELECT gen_random_uuid(), id, seq, seq, 'ana', 'text', 'Hello' FROM unnest($1::uuid[]) AS id, generate_series(1, $2) AS seq`,
      [ids, messages],
    );
    return ids.map((id) => ({ id, key: null, code: null }));
  }

  const named = (rooms: readonly RoomRef[]) => rooms.map(({ id }) => ({ id }));

  const syncAll = async (rooms: readonly RoomTarget[], connection = CONNECTION): Promise<RoomChanges[]> =>
    (await sync.sync(connection, { rooms: rooms.map((target) => ({ room: target, afterSeq: 0 })) })).rooms;

  async function say(text: string, at = room, metadata: Record<string, unknown> | null = null): Promise<Message> {
    const said = {
      id: newId(),
      room: at,
      sender: ANA,
      clientId: null,
      kind: 'text',
      text,
      metadata,
      replyTo: null,
      mentions: [],
      attachments: [],
    };
    return (await writer.write(said, () => undefined)).message;
  }

  const sayMany = (count: number, text = 'Hello', at = room) => Promise.all(Array.from({ length: count }, () => say(text, at)));

  /** As a later feature will: the message takes the room's next number for its change. */
  async function edit(seq: number): Promise<void> {
    await database.query(
      `WITH counted AS (UPDATE rooms SET last_seq = last_seq + 1 WHERE id = $1 RETURNING last_seq)
       UPDATE messages SET revision_seq = last_seq, text = 'edited', edited_at = now() FROM counted WHERE room_id = $1 AND seq = $2`,
      [room.id, seq],
    );
  }

  const syncOne = async (afterSeq: number): Promise<RoomChanges> =>
    (await sync.sync(CONNECTION, { rooms: [{ room: here(), afterSeq }] })).rooms[0]!;

  it('history shows what was said as it was answered then', async () => {
    const said = [await say('one'), await say('two', room, { b: 1, a: [2] })];
    expect(await history.read(CONNECTION, { room: here() })).toEqual({ messages: said, hasMore: false });
  });

  it.each<[string, { before?: number; after?: number; around?: number; limit?: number }, number[], boolean]>([
    ['the last 50 by default', {}, from(11, 60), true],
    ['the last so many', { limit: 3 }, from(58, 60), true],
    ['what was before', { before: 31, limit: 20 }, from(11, 30), true],
    ['the beginning', { before: 11, limit: 20 }, from(1, 10), false],
    ['exactly the beginning', { before: 11, limit: 10 }, from(1, 10), false],
    ['nothing before the first', { before: 1 }, [], false],
    ['what came after', { after: 10, limit: 20 }, from(11, 30), true],
    ['the end', { after: 50, limit: 20 }, from(51, 60), false],
    ['nothing after the last', { after: 60 }, [], false],
    ['what is around', { around: 30, limit: 5 }, from(28, 32), true],
    ['what is around the end', { around: 60, limit: 4 }, from(59, 60), true],
    ['all there is around', { around: 30, limit: 100 }, from(1, 60), false],
    ['the one', { around: 30, limit: 1 }, [30], true],
  ])('history gives %s, oldest first', async (_, range, expected, hasMore) => {
    await sayMany(60);
    const page = await history.read(CONNECTION, { room: here(), ...range });
    expect(seqs(page)).toEqual(expected);
    expect(page.hasMore).toBe(hasMore);
  });

  it('history paged backward is history paged forward', async () => {
    await sayMany(25);
    const backward: Message[] = [];
    for (let before = 1_000, hasMore = true; hasMore; before = backward[0]!.seq) {
      const page = await history.read(CONNECTION, { room: here(), before, limit: 7 });
      backward.unshift(...page.messages);
      hasMore = page.hasMore;
    }
    const forward: Message[] = [];
    for (let after = 0, hasMore = true; hasMore; after = forward.at(-1)!.seq) {
      const page = await history.read(CONNECTION, { room: here(), after, limit: 7 });
      forward.push(...page.messages);
      hasMore = page.hasMore;
    }
    expect(seqs({ messages: forward })).toEqual(from(1, 25));
    expect(backward).toEqual(forward);
  });

  it('history refuses more than one direction', async () => {
    await expect(history.read(CONNECTION, { room: here(), before: 3, after: 1 })).rejects.toMatchObject({ code: 'INVALID' });
  });

  it('history shows a person also where the sender is not known any more', async () => {
    const said = { id: newId(), room, sender: { ...ANA, id: 'gone' }, clientId: null, kind: 'text', text: 'Bye' };
    await writer.write({ ...said, metadata: null, replyTo: null, mentions: [], attachments: [] }, () => undefined);
    const { messages } = await history.read(CONNECTION, { room: here() });
    expect(messages[0]?.sender).toEqual({
      id: 'gone',
      username: null,
      name: 'gone',
      avatarUrl: null,
      role: 'student',
      guest: false,
    });
  });

  it('sync gives what was said since, and says up to where', async () => {
    const said = await sayMany(5);
    expect(await syncOne(3)).toEqual({ room, changes: said.slice(3), lastSeq: 5, more: false });
    expect(await syncOne(5)).toEqual({ room, changes: [], lastSeq: 5, more: false });
  });

  it('sync gives a message that was changed since, in the order of the changes', async () => {
    await sayMany(4);
    await edit(2);
    await edit(1);
    const { changes, lastSeq, more } = await syncOne(3);
    expect(changes.map(({ seq, revisionSeq }) => [seq, revisionSeq])).toEqual([
      [4, 4],
      [2, 5],
      [1, 6],
    ]);
    expect([lastSeq, more]).toEqual([6, false]);
  });

  it('sync gives 300 at a time', async () => {
    await sayMany(650);
    const sizes = [];
    for (let afterSeq = 0, more = true; more;) {
      const window = await syncOne(afterSeq);
      sizes.push(window.changes.length);
      more = window.more;
      afterSeq = window.changes.at(-1)!.revisionSeq;
    }
    expect(sizes).toEqual([300, 300, 50]);
  });

  it('sync says reset where the client knows more than there is', async () => {
    await sayMany(3);
    expect(await syncOne(4)).toEqual({ room, changes: [], lastSeq: 3, more: false, reset: true });
  });

  it('sync ends early when the messages are long, and the client still gets everything', async () => {
    const second = await newRoom();
    await sayMany(60, '🎓'.repeat(4_000));
    await sayMany(3, 'short', second);
    const got = new Map([room, second].map(({ id }) => [id, [] as number[]]));
    let rounds = 0;
    for (let isMore = true; isMore; rounds += 1) {
      const wanted = [...got].map(([id, known]) => ({ room: { id }, afterSeq: known.at(-1) ?? 0 }));
      const answer = await sync.sync(CONNECTION, { rooms: wanted });
      expect(Buffer.byteLength(JSON.stringify(answer))).toBeLessThan(512 * 1024);
      for (const { room: of, changes } of answer.rooms) got.get(of.id)!.push(...changes.map(({ seq }) => seq));
      isMore = answer.rooms.some(({ more }) => more);
    }
    expect(rounds).toBeGreaterThan(1);
    expect([...got.values()]).toEqual([from(1, 60), from(1, 3)]);
  });

  it('sync answers for each room; one that cannot be read shows nothing and harms no other', async () => {
    const [forbidden, left, closed, byKey] = [await newRoom(), await newRoom(), await newRoom(), await newRoom('maths')];
    for (const at of [room, forbidden, left, closed, byKey]) await sayMany(2, 'secret', at);
    await database.query(`UPDATE room_members SET banned = true WHERE room_id = $1 AND user_id = 'ana'`, [forbidden.id]);
    await database.query('DELETE FROM room_members WHERE room_id = $1', [left.id]);
    await database.query('UPDATE rooms SET closed_at = now() WHERE id = $1', [closed.id]);

    const missing = { id: newId() };
    const rooms = await syncAll([
      { id: forbidden.id },
      { id: left.id },
      { id: closed.id },
      missing,
      { key: 'none' },
      { code: 'XXXXXX' },
    ]);
    const refused = (code: string, message: string) => ({ changes: [], lastSeq: 0, more: false, error: { code, message } });
    const notMember = refused('NOT_A_MEMBER', 'Join the room first.');
    expect(rooms.slice(0, 2)).toEqual([forbidden, left].map(({ id }) => ({ room: { id, key: null, code: null }, ...notMember })));
    expect(rooms.slice(2).map(({ error }) => error?.code)).toEqual(Array(4).fill('ROOM_NOT_FOUND'));
    expect(rooms.slice(2).flatMap(({ changes }) => changes)).toEqual([]);

    const [first, second, third] = await syncAll([missing, { id: room.id.toUpperCase() }, { key: 'maths' }]);
    expect(first?.error?.code).toBe('ROOM_NOT_FOUND');
    expect([second?.room, third?.room]).toEqual([room, byKey]);
    expect([second, third].map((answer) => answer?.changes.map(({ seq }) => seq))).toEqual([from(1, 2), from(1, 2)]);
  });

  it('sync believes the connection about rooms that it joined', async () => {
    await sayMany(1);
    await database.query('DELETE FROM room_members WHERE room_id = $1', [room.id]);
    const connection = { user: ANA, rooms: new Map([[room.id, room]]) } as unknown as Connection;
    expect((await syncAll([here()], connection))[0]?.changes).toHaveLength(1);
  });

  it('sync refuses a room that is asked for twice, under whatever name', async () => {
    const named = await newRoom('physics');
    codes.set('ABCDEF', named);
    for (const again of [{ id: named.id }, { id: named.id.toUpperCase() }, { key: 'physics' }, { code: 'ABCDEF' }]) {
      const twice = syncAll([{ id: named.id }, here(), again]);
      await expect(twice).rejects.toMatchObject({ code: 'INVALID', field: 'rooms.2.room' });
    }
  });

  it('sync asks the database once, however many rooms there are', async () => {
    await syncAll(named(await newRooms(200, 1)));
    expect(statements).toHaveLength(1);
  });

  it('sync reads no more messages than an answer may hold, room by room, and says where there are more', async () => {
    const rooms = await newRooms(200, 300);
    statements = [];
    const answers = await syncAll(named(rooms));

    const [[sql, parameters]] = statements as [(typeof statements)[0]];
    const [plan] = await database.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`, parameters);
    // One row a room for the end of its log, and 500 bytes or more for each that may be given.
    expect(rowsReadOf('messages', plan!['QUERY PLAN'][0].Plan)).toBeLessThanOrEqual(200 + (384 * 1024) / 500);

    expect(answers.map(({ room: of }) => of)).toEqual(rooms);
    const sizes = answers.map(({ changes }) => changes.length);
    expect(sizes.slice(0, 2)).toEqual([300, 300]);
    expect(sizes[2]).toBeGreaterThan(0);
    expect(sizes.slice(3)).toEqual(Array(197).fill(0));
    expect(answers.map(({ lastSeq }) => lastSeq)).toEqual(Array(200).fill(300));
    expect(answers.map(({ more }) => more)).toEqual([false, false, ...Array<boolean>(198).fill(true)]);
  });

  it('sync comes to an end for everything, by asking again for what has more', async () => {
    const rooms = await newRooms(20, 300);
    const got = new Map(rooms.map(({ id }) => [id, [] as number[]]));
    let waiting = rooms.map(({ id }) => id);
    for (let rounds = 0; waiting.length > 0; rounds += 1) {
      if (rounds === 20) throw new Error('No end after 20 rounds');
      const wanted = waiting.map((id) => ({ room: { id }, afterSeq: got.get(id)!.at(-1) ?? 0 }));
      const answer = await sync.sync(CONNECTION, { rooms: wanted });
      for (const { room: of, changes } of answer.rooms) got.get(of.id)!.push(...changes.map(({ seq }) => seq));
      waiting = answer.rooms.filter(({ more }) => more).map(({ room: of }) => of.id);
    }
    expect([...got.values()]).toEqual(rooms.map(() => from(1, 300)));
  });

  it('sync as a whole fails when too many codes were wrong', async () => {
    codes.set('ABCDEF', new AppError('RATE_LIMITED'));
    await expect(syncAll([here(), { code: 'ABCDEF' }])).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('sync never has a hole, whatever is said meanwhile', async () => {
    const conversation = { isOver: false };
    const talk = Promise.all(
      from(1, 20).map(async () => {
        for (let index = 0; index < 20; index += 1) await say(`text ${index}`);
      }),
    ).finally(() => {
      conversation.isOver = true;
    });
    const got: number[] = [];
    for (let wasOver = false; !wasOver;) {
      wasOver = conversation.isOver;
      const { changes, lastSeq, more } = await syncOne(got.at(-1) ?? 0);
      got.push(...changes.map(({ seq }) => seq));
      // All up to the number it names, or it says that there is more.
      if (!more) expect(got.at(-1) ?? 0).toBe(lastSeq);
    }
    await talk;
    expect(got).toEqual(from(1, 400));
  });
});
