import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { describeWith } from '../../../test/support/describe-with.js';
import { attachmentsIn, messagesIn, quietOutbox } from '../../../test/support/messages.js';
import { type Postgres, startPostgres } from '../../../test/support/postgres.js';
import { runDirectory } from '../../../test/support/test-run.js';
import { eventually } from '../../../test/support/wait.js';
import { AppError, newId } from '../../common/index.js';
import { Database, type Transaction } from '../../database/index.js';
import type { LyceumDataSource } from '../../database/lyceum-data-source.js';
import { startDatabase } from '../../database/start-database.js';
import type { Message, RoomKind, RoomRef, User } from '../../protocol/index.js';
import type { Connection, Publisher } from '../../realtime/index.js';
import type { RoomAccess } from '../../rooms/index.js';
import { MemberRepository } from '../../rooms/member.repository.js';
import { RoomAuthority } from '../../rooms/room-authority.js';
import { MessageLogRepository } from '../message-log.repository.js';
import { MessageWriter } from '../message-writer.js';
import { presentMessage, presentSender } from '../message.presenter.js';
import { ChangeRepository } from './change.repository.js';
import { Changer } from './changer.js';
import { EditsService } from './edits.service.js';
import { PinsService } from './pins.service.js';
import { ReactionsService } from './reactions.service.js';

const CAN_BE_LATE = 60_000;
const [ANA, BEN, CLEO, DAN] = ['ana', 'ben', 'cleo', 'dan'].map((id) => person(id)) as [User, User, User, User];

function person(id: string, more: Partial<User> = {}): User {
  return { id, username: id, name: id, avatarUrl: null, role: 'student', guest: false, ...more };
}

const as = (user: User) => ({ id: `connection of ${user.id}`, user }) as Connection;
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

/** One gateway's part in this. */
class Node {
  /** Numbers and names of what would have been published, in that order. */
  readonly published: { seq: number; name: string; room: string }[] = [];
  readonly edits: EditsService;
  readonly reactions: ReactionsService;
  readonly pins: PinsService;
  private readonly writer: MessageWriter;

  constructor(
    readonly database: Database,
    access: RoomAccess,
  ) {
    const publisher = {
      publish: ({ room }: { room: string }, name: string, _data: object, { seq }: { seq: number }) =>
        this.published.push({ seq, name, room }),
    } as unknown as Publisher;
    const changes = new ChangeRepository(database);
    const changer = new Changer(database, changes, quietOutbox());
    const authority = new RoomAuthority(new MemberRepository(database));
    this.edits = new EditsService(changer, changes, authority, attachmentsIn(database), publisher);
    this.reactions = new ReactionsService(changer, changes, access, publisher);
    this.pins = new PinsService(changer, changes, new MessageLogRepository(database), access, authority, publisher);
    this.writer = new MessageWriter(messagesIn(database));
  }

  async say(room: RoomRef, sender: User, text: string): Promise<Message> {
    const plain = { clientId: null, kind: 'text', metadata: null, replyTo: null, mentions: [], attachments: [] };
    const { message } = await this.writer.write({ id: newId(), room, sender, text, ...plain }, ({ seq }) =>
      this.published.push({ seq, name: 'chat:message', room: room.id }),
    );
    return message;
  }

  edit(user: User, { id: messageId }: Message, text: string, ifRevision?: number): Promise<Message> {
    return this.edits.edit(as(user), { messageId, text, ...(ifRevision === undefined ? {} : { ifRevision }) });
  }

  delete(user: User, { id }: Message): Promise<Message> {
    return this.edits.delete(as(user), id);
  }

  react(user: User, { id: messageId }: Message, emoji = '👍', on = true): Promise<Message> {
    return this.reactions.react(as(user), { messageId, emoji, on });
  }

  pin(user: User, { id: messageId }: Message, on = true): Promise<Message> {
    return this.pins.pin(as(user), { messageId, on });
  }
}

describeWith(['postgres'], 'changes of messages on PostgreSQL', () => {
  const isOwnRun = process.env.TEST_RUN_DIR === undefined;
  const access = { personIn: (_room, user) => user } as Pick<RoomAccess, 'personIn'> as RoomAccess;
  let postgres: Postgres;
  let url: string;
  let sources: LyceumDataSource[];
  let log: MessageLogRepository;
  let one: Node;
  let two: Node;
  let room: RoomRef;

  beforeAll(async () => {
    postgres = await startPostgres();
    url = await postgres.createDatabase();
    const database = { url, dataDir: '/nowhere', poolSize: 5, statementTimeoutMs: 2_500, connectionTimeoutMs: 2_500 };
    const config = { production: false, database };
    sources = [await startDatabase(config, []), await startDatabase(config, [])];
  }, CAN_BE_LATE);
  afterAll(async () => {
    for (const source of sources) await source.destroy();
    await postgres.kill();
    if (isOwnRun) await rm(runDirectory(), { recursive: true });
  }, CAN_BE_LATE);
  beforeEach(async () => {
    const [first, second] = sources.map((source) => new Database(source)) as [Database, Database];
    one = new Node(first, access);
    two = new Node(second, access);
    log = new MessageLogRepository(first);
    room = await newRoom();
  });

  async function newRoom(kind: RoomKind = 'session', members = [ANA, BEN, CLEO, DAN]): Promise<RoomRef> {
    const id = newId();
    const insert = `INSERT INTO rooms (id, kind, visibility, capacity) VALUES ($1, $2, 'public', 500)`;
    await one.database.query(insert, [id, kind]);
    for (const { id: userId } of members) await join(id, userId);
    return { id, key: null, code: null };
  }

  const join = (roomId: string, userId: string) =>
    one.database.query('INSERT INTO room_members (room_id, user_id) VALUES ($1, $2)', [roomId, userId]);
  /** Sets a column of somebody's membership. */
  const make = ({ id }: User, column: 'muted' | 'banned' | 'role', value: unknown) =>
    one.database.query(`UPDATE room_members SET ${column} = $3 WHERE room_id = $1 AND user_id = $2`, [room.id, id, value]);

  async function stored(): Promise<Message[]> {
    const rows = await log.saidAfter(room.id, 0, 10_000);
    return rows.map((row) => presentMessage(row, room, presentSender(row, row)));
  }

  /** What a client that replays `chat:sync` from there has got, page by page, and what it knew before. */
  async function replayed(afterSeq: number, known: readonly Message[] = []): Promise<Message[]> {
    const state = new Map(known.map((message) => [message.id, message]));
    for (let after = afterSeq, isMore = true; isMore;) {
      const window = { id: room.id, key: null, afterSeq: after, isJoined: true };
      const [page] = await log.changesIn('ana', [window], { perRoom: 7, bytes: 1_000_000 });
      if (typeof page !== 'object') throw new Error('The room can’t be read');
      for (const row of page.changes) state.set(row.id, presentMessage(row, room, presentSender(row, row)));
      after = page.changes.at(-1)?.revisionSeq ?? after;
      isMore = after < page.newestSeq;
    }
    return [...state.values()].toSorted((a, b) => a.seq - b.seq);
  }

  /** Every number from 1 to the room's counter was published once, by whichever node. */
  async function expectNoGap(): Promise<void> {
    const [counter] = await one.database.query<{ last: number }>('SELECT last_seq AS last FROM rooms WHERE id = $1', [room.id]);
    const numbers = [...one.published, ...two.published].filter((fact) => fact.room === room.id).map(({ seq }) => seq);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(upTo(counter!.last));
  }

  describe('who may', () => {
    it('the muted may take back what they said, and nothing else', async () => {
      const said = await one.say(room, BEN, 'Hello');
      await make(BEN, 'muted', true);

      await expect(one.edit(BEN, said, 'Bye')).rejects.toMatchObject({ code: 'MUTED' });
      await expect(one.react(BEN, said)).rejects.toMatchObject({ code: 'MUTED' });
      await expect(one.delete(BEN, said)).resolves.toMatchObject({ text: '', revisionSeq: 2 });
    });

    it('to the banned, and in a closed room, there is no message', async () => {
      const said = await one.say(room, BEN, 'Hello');
      const nothing = () =>
        Promise.all(
          [one.edit(BEN, said, 'Bye'), one.delete(BEN, said), one.react(BEN, said), one.pin(BEN, said)].map((change) =>
            expect(change).rejects.toMatchObject({ code: 'MESSAGE_NOT_FOUND' }),
          ),
        );
      await make(BEN, 'banned', true);
      await nothing();
      await make(BEN, 'banned', false);
      await one.database.query('UPDATE rooms SET closed_at = now() WHERE id = $1', [room.id]);
      await nothing();
      expect(await stored()).toEqual([{ ...said, sender: expect.anything() }]);
    });

    it.each<[string, User, (user: User) => Promise<unknown>]>([
      ['the owner', CLEO, (user) => make(user, 'role', 'owner')],
      ['a moderator', CLEO, (user) => make(user, 'role', 'moderator')],
      ['an admin', person('boss', { role: 'admin' }), ({ id }) => join(room.id, id)],
    ])('%s may delete and pin what others said, but not edit it', async (_, user, appoint) => {
      const said = await one.say(room, BEN, 'Hello');
      await appoint(user);

      await expect(one.edit(user, said, 'Bye')).rejects.toMatchObject({ code: 'FORBIDDEN' });
      await expect(one.pin(user, said)).resolves.toMatchObject({ pinnedAt: expect.any(String) });
      await expect(one.delete(user, said)).resolves.toMatchObject({ deletedAt: expect.any(String) });
    });

    it('in a direct room both may pin', async () => {
      room = await newRoom('direct', [ANA, BEN]);
      const said = await one.say(room, BEN, 'Hello');
      await expect(one.pin(ANA, said)).resolves.toMatchObject({ revisionSeq: 2 });
      await expect(one.pin(BEN, said, false)).resolves.toMatchObject({ revisionSeq: 3 });
      await expect(one.delete(ANA, said)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    });

    it('guests may change what is theirs, and are shown by the name they used', async () => {
      const guest = person('guest:7', { guest: true, username: null, name: 'Mia' });
      await join(room.id, guest.id);
      const said = await one.say(room, guest, 'Hello');
      expect(await one.edit(guest, said, 'Bye')).toMatchObject({
        text: 'Bye',
        sender: { id: 'guest:7', name: 'Mia', guest: true },
      });
      expect(await one.react(guest, said)).toMatchObject({ reactions: [{ userIds: ['guest:7'] }] });
      expect(await one.delete(guest, said)).toMatchObject({ text: '' });
    });

    it('a mute that was committed while the change waited for the room is heard of', async () => {
      const said = await one.say(room, BEN, 'Hello');
      const moderator = new pg.Client({ connectionString: url });
      await moderator.connect();
      try {
        await moderator.query('BEGIN');
        await moderator.query('SELECT FROM lyceum.rooms WHERE id = $1 FOR NO KEY UPDATE', [room.id]);
        const refused = expect(one.edit(BEN, said, 'too late')).rejects.toMatchObject({ code: 'MUTED' });
        await eventually(async () => {
          expect((await moderator.query('SELECT FROM pg_locks WHERE NOT granted')).rowCount).toBe(1);
        });
        await moderator.query('UPDATE lyceum.room_members SET muted = true WHERE room_id = $1 AND user_id = $2', [
          room.id,
          BEN.id,
        ]);
        await moderator.query('COMMIT');
        await refused;
      } finally {
        await moderator.end();
      }
    });
  });

  it('names 50 of those who reacted, the first, and counts the others', async () => {
    const said = await one.say(room, ANA, 'Hello');
    const many = upTo(60).map((number) => person(`p${number}`));
    for (const { id } of many) await join(room.id, id);
    for (const user of many) await one.react(user, said);

    const [message] = await stored();
    expect(message?.reactions).toEqual([{ emoji: '👍', count: 60, userIds: many.slice(0, 50).map(({ id }) => id) }]);
  });

  it('of twenty edits from the same revision, on two nodes at once, one wins', async () => {
    const said = await one.say(room, ANA, 'Hello');
    const outcomes = await Promise.allSettled(
      upTo(20).map((number) => (number % 2 === 0 ? one : two).edit(ANA, said, `version ${number}`, 1)),
    );
    const lost = outcomes.filter(({ status }) => status === 'rejected');
    expect(lost).toHaveLength(19);
    for (const { reason } of lost as PromiseRejectedResult[]) expect(reason).toMatchObject({ code: 'REVISION_CONFLICT' });
    await expectNoGap();
  });

  it('of thirty emoji on two nodes at once twenty are taken', async () => {
    const said = await one.say(room, ANA, 'Hello');
    const outcomes = await Promise.allSettled(
      upTo(30).map((number) => (number % 2 === 0 ? one : two).react(BEN, said, String.fromCodePoint(0x1f400 + number))),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    expect((await stored())[0]?.reactions).toHaveLength(20);
    await expectNoGap();
  });

  /** Everybody says, edits, reacts, pins and deletes, on both nodes at once. */
  async function storm(rounds: number): Promise<PromiseSettledResult<Message>[]> {
    await make(ANA, 'role', 'owner');
    const all: Promise<PromiseSettledResult<Message>[]>[] = [ANA, BEN, CLEO, DAN].map(async (user, index) => {
      const outcomes: PromiseSettledResult<Message>[] = [];
      const known: Message[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const node = (round + index) % 2 === 0 ? one : two;
        const [said] = await Promise.allSettled([node.say(room, user, `${user.id} ${round}`)]);
        outcomes.push(said);
        if (said.status === 'fulfilled') known.push(said.value);
        const target = known[(round * 7) % Math.max(known.length, 1)];
        if (target === undefined) continue;
        const changes = [one.edit(user, target, `edit ${round}`), two.react(user, target, '🎓', round % 3 !== 0)];
        if (round % 5 === 0) changes.push(two.delete(user, target));
        if (user === ANA) changes.push(one.pin(user, target, round % 2 === 0));
        outcomes.push(...(await Promise.allSettled(changes)));
      }
      return outcomes;
    });
    return (await Promise.all(all)).flat();
  }

  it(
    'gives numbers without a gap under a storm, and replaying from any of them gives the history',
    async () => {
      const outcomes = await storm(15);

      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'MESSAGE_NOT_FOUND' });
      }
      await expectNoGap();
      const history = await stored();
      const last = Math.max(...history.map(({ revisionSeq }) => revisionSeq));
      expect(last).toBeGreaterThan(120);
      for (let afterSeq = 0; afterSeq <= last; afterSeq += 9) {
        const known = history.filter(({ revisionSeq }) => revisionSeq <= afterSeq);
        expect(await replayed(afterSeq, known)).toEqual(history);
      }
      const [orphans] = await one.database.query<{ count: number }>(
        `SELECT count(*) FROM reactions r JOIN messages m ON m.id = r.message_id WHERE m.deleted_at IS NOT NULL`,
      );
      expect(orphans?.count).toBe(0);
    },
    CAN_BE_LATE,
  );

  it(
    'loses no answered change and leaves no gap when connections are cut',
    async () => {
      const weather = { isOver: false };
      const storming = storm(25).finally(() => {
        weather.isOver = true;
      });
      let cut = 0;
      for (let heard = 0; !weather.isOver;) {
        await new Promise(setImmediate);
        if (one.published.length + two.published.length < heard + 30) continue;
        heard = one.published.length + two.published.length;
        cut += await postgres.terminateBackends();
      }
      const outcomes = await storming;

      expect(cut).toBeGreaterThan(0);
      const revisions = new Map((await stored()).map(({ id, revisionSeq }) => [id, revisionSeq]));
      for (const outcome of outcomes) {
        if (outcome.status === 'fulfilled')
          expect(revisions.get(outcome.value.id)).toBeGreaterThanOrEqual(outcome.value.revisionSeq);
        else expect(['MESSAGE_NOT_FOUND', 'UNAVAILABLE']).toContain((outcome.reason as AppError).code);
      }
      expect(await replayed(0)).toEqual(await stored());
      const [numbers] = await one.database.query<{ last: number; newest: number }>(
        'SELECT last_seq AS last, (SELECT max(revision_seq) FROM messages WHERE room_id = r.id) AS newest FROM rooms r WHERE id = $1',
        [room.id],
      );
      expect(numbers!.newest).toBe(numbers!.last);
    },
    CAN_BE_LATE,
  );

  describe('when an attempt fails', () => {
    /** A node whose first transaction of a change ends as `end` says. */
    function failing(end: 'before' | 'after'): Node {
      let isFirst = true;
      const database = Object.create(one.database) as Database;
      database.transaction = async <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => {
        if (!isFirst) return one.database.transaction(work);
        isFirst = false;
        await one.database.transaction(async (tx) => {
          await work(tx);
          if (end === 'before') throw new AppError('UNAVAILABLE');
        });
        throw new AppError('UNAVAILABLE');
      };
      return new Node(database, access);
    }

    const changes: [string, (node: Node, said: Message) => Promise<Message>][] = [
      ['edit', (node, said) => node.edit(ANA, said, 'changed', 1)],
      ['delete', (node, said) => node.delete(ANA, said)],
      ['react', (node, said) => node.react(ANA, said)],
    ];

    it.each(changes)('%s: what was committed without an answer is answered and published once', async (_, change) => {
      const said = await one.say(room, ANA, 'Hello');
      const node = failing('after');
      const answer = await change(node, said);
      expect(answer.revisionSeq).toBe(2);
      expect(node.published).toMatchObject([{ seq: 2 }]);
      expect((await one.say(room, ANA, 'afterwards')).seq).toBe(3);
    });

    it.each(changes)('%s: what was undone takes the same number again', async (_, change) => {
      const said = await one.say(room, ANA, 'Hello');
      const node = failing('before');
      expect((await change(node, said)).revisionSeq).toBe(2);
      expect(node.published).toMatchObject([{ seq: 2 }]);
    });

    it(
      'a room that somebody holds costs its own callers an UNAVAILABLE within 3 s, and other rooms nothing',
      async () => {
        const said = await one.say(room, ANA, 'Hello');
        const elsewhere = await newRoom();
        const there = await one.say(elsewhere, ANA, 'Hello');
        const holder = new pg.Client({ connectionString: url });
        await holder.connect();
        await holder.query('BEGIN');
        await holder.query('SELECT FROM lyceum.rooms WHERE id = $1 FOR NO KEY UPDATE', [room.id]);
        const begun = performance.now();
        // More than the pool has connections.
        const refused = upTo(20).map((number) =>
          expect(one.edit(ANA, said, `lost ${number}`)).rejects.toMatchObject({ code: 'UNAVAILABLE' }),
        );
        for (const number of upTo(20)) await one.edit(ANA, there, `edit ${number}`);
        await expect(one.edit(ANA, there, 'edit 20')).resolves.toMatchObject({ revisionSeq: 21 });
        await Promise.all(refused);
        expect(performance.now() - begun).toBeLessThan(3_000);
        await holder.end();
        await expect(one.edit(ANA, said, 'after')).resolves.toMatchObject({ text: 'after' });
      },
      CAN_BE_LATE,
    );
  });
});
