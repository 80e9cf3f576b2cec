import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { describeWith } from '../../test/support/describe-with.js';
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
import { MessageRepository } from './message.repository.js';
import { SyncService } from './sync.service.js';

const ANA = { id: 'ana', username: 'ana', name: 'Ana', avatarUrl: null, role: 'mentor', guest: false } as const;
/** The services only hand it on. */
const CONNECTION = {} as Connection;
const CAN_BE_LATE = 60_000;

const seqs = ({ messages }: { messages: Message[] }) => messages.map(({ seq }) => seq);
const from = (first: number, last: number) => Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);

describeWith(['postgres'], 'HistoryService and SyncService on PostgreSQL', () => {
  const isOwnRun = process.env.TEST_RUN_DIR === undefined;
  let postgres: Postgres;
  let source: LyceumDataSource;
  let database: Database;
  let writer: MessageWriter;
  let history: HistoryService;
  let sync: SyncService;
  let room: RoomRef;
  let refusals: Map<string, AppError>;

  beforeAll(async () => {
    postgres = await startPostgres();
    const timeouts = { statementTimeoutMs: 5_000, connectionTimeoutMs: 2_500 };
    const settings = { url: await postgres.createDatabase(), dataDir: '/nowhere', poolSize: 5, ...timeouts };
    source = await startDatabase({ production: false, database: settings }, []);
    database = new Database(source);
    await database.query(`INSERT INTO users (id, issuer, username, name, role) VALUES ('ana', 'lyceum', 'ana', 'Ana', 'mentor')`);
    writer = new MessageWriter(new MessageRepository(database));
    refusals = new Map();
    const access = {
      requireMember(_connection: Connection, { id = '' }: RoomTarget): Promise<RoomRef> {
        const refusal = refusals.get(id);
        return refusal === undefined ? Promise.resolve({ id, key: null, code: null }) : Promise.reject(refusal);
      },
    } as RoomAccess;
    const log = new MessageLogRepository(database);
    history = new HistoryService(access, log);
    sync = new SyncService(access, log);
  }, CAN_BE_LATE);

  afterAll(async () => {
    await source.destroy();
    await postgres.kill();
    if (isOwnRun) await rm(runDirectory(), { recursive: true });
  }, CAN_BE_LATE);

  beforeEach(async () => {
    room = await newRoom();
  });

  const here = () => ({ id: room.id });

  async function newRoom(): Promise<RoomRef> {
    const id = newId();
    await database.query(`INSERT INTO rooms (id, kind, visibility, capacity) VALUES ($1, 'session', 'public', 5)`, [id]);
    await database.query(`INSERT INTO room_members (room_id, user_id) VALUES ($1, 'ana'), ($1, 'gone')`, [id]);
    return { id, key: null, code: null };
  }

  async function say(text: string, at = room, metadata: Record<string, unknown> | null = null): Promise<Message> {
    const said = { id: newId(), room: at, sender: ANA, clientId: null, kind: 'text', text, metadata, replyTo: null };
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
    await writer.write({ ...said, metadata: null, replyTo: null }, () => undefined);
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
    const [forbidden, missing] = [await newRoom(), { id: newId() }];
    await sayMany(2);
    await sayMany(2, 'secret', forbidden);
    refusals.set(forbidden.id, new AppError('NOT_A_MEMBER'));

    const windows = [forbidden, room, missing, room].map(({ id }, index) => ({ room: { id }, afterSeq: index === 1 ? 1 : 0 }));
    const { rooms } = await sync.sync(CONNECTION, { rooms: windows });

    const nothing = { changes: [], lastSeq: 0, more: false };
    expect(rooms[0]).toEqual({ room: forbidden, ...nothing, error: { code: 'NOT_A_MEMBER', message: 'Join the room first.' } });
    expect(rooms[1]?.changes.map(({ seq }) => seq)).toEqual([2]);
    expect(rooms[2]).toMatchObject({ ...nothing, error: { code: 'ROOM_NOT_FOUND' } });
    expect(rooms[3]?.changes.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('sync as a whole fails when the database is away', async () => {
    refusals.set(room.id, new AppError('UNAVAILABLE'));
    await expect(syncOne(0)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
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
