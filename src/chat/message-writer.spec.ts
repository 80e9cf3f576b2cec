import { rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { describeWith } from '../../test/support/describe-with.js';
import { messagesIn } from '../../test/support/messages.js';
import { type Postgres, startPostgres } from '../../test/support/postgres.js';
import { runDirectory } from '../../test/support/test-run.js';
import { newId } from '../common/index.js';
import { Database } from '../database/index.js';
import type { LyceumDataSource } from '../database/lyceum-data-source.js';
import { startDatabase } from '../database/start-database.js';
import type { Message, RoomRef, User } from '../protocol/index.js';
import type { MessageDraft } from './message-draft.js';
import { MessageLogRepository } from './message-log.repository.js';
import { presentMessage, presentSender } from './message.presenter.js';
import { MessageWriter } from './message-writer.js';
import type { MessageRepository } from './message.repository.js';

const ANA = person('ana');
const BEN = person('ben');
const CAN_BE_LATE = 60_000;

function person(id: string, guest = false): User {
  return { id, username: guest ? null : id, name: guest ? 'Mia' : id, avatarUrl: null, role: 'student', guest };
}

function draft(room: RoomRef, sender: User, text: string, rest: Partial<MessageDraft> = {}): MessageDraft {
  const plain = { clientId: null, kind: 'text', metadata: null, replyTo: null, mentions: [], attachments: [] };
  return { id: newId(), room, sender, text, ...plain, ...rest };
}

/** One gateway's part in this: its own connections to the database, its own lanes. */
class Node {
  readonly database: Database;
  readonly messages: MessageRepository;
  readonly writer: MessageWriter;
  readonly log: MessageLogRepository;
  /** What would have been published, in that order. */
  readonly published: Message[] = [];

  constructor(readonly source: LyceumDataSource) {
    this.database = new Database(source);
    this.messages = messagesIn(this.database);
    this.writer = new MessageWriter(this.messages);
    this.log = new MessageLogRepository(this.database);
  }

  write(message: MessageDraft) {
    return this.writer.write(message, (written) => this.published.push(written));
  }
}

describeWith(['postgres'], 'MessageWriter on PostgreSQL', () => {
  const isOwnRun = process.env.TEST_RUN_DIR === undefined;
  let postgres: Postgres;
  let url: string;
  let sources: LyceumDataSource[];
  let one: Node;
  let two: Node;
  let room: RoomRef;

  beforeAll(async () => {
    postgres = await startPostgres();
    const timeouts = { statementTimeoutMs: 5_000, connectionTimeoutMs: 2_500 };
    url = await postgres.createDatabase();
    const database = { url, dataDir: '/nowhere', poolSize: 5, ...timeouts };
    sources = [
      await startDatabase({ production: false, database }, []),
      await startDatabase({ production: false, database }, []),
    ];
  }, CAN_BE_LATE);

  afterAll(async () => {
    for (const source of sources) await source.destroy();
    await postgres.kill();
    if (isOwnRun) await rm(runDirectory(), { recursive: true });
  }, CAN_BE_LATE);

  beforeEach(async () => {
    one = new Node(sources[0]!);
    two = new Node(sources[1]!);
    room = await newRoom([ANA, BEN]);
  });

  async function newRoom(members: readonly User[]): Promise<RoomRef> {
    const id = newId();
    const insert = `INSERT INTO rooms (id, kind, visibility, capacity, key) VALUES ($1, 'session', 'public', 500, $2)`;
    await one.database.query(insert, [id, id]);
    for (const member of members) await join(id, member.id);
    return { id, key: id, code: null };
  }

  async function join(roomId: string, userId: string, standing: { muted?: boolean; banned?: boolean; name?: string } = {}) {
    const values = [roomId, userId, standing.muted ?? false, standing.banned ?? false, standing.name ?? null];
    await one.database.query(
      'INSERT INTO room_members (room_id, user_id, muted, banned, name) VALUES ($1, $2, $3, $4, $5)',
      values,
    );
  }

  /** Everything said in the room, checked to be numbered 1…n and to agree with the counter. */
  async function history(of = room): Promise<Message[]> {
    const rows = await one.log.saidAfter(of.id, 0, 10_000);
    const [counter] = await one.database.query<{ last_seq: number }>('SELECT last_seq FROM rooms WHERE id = $1', [of.id]);
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: rows.length }, (_, index) => index + 1));
    expect(counter?.last_seq).toBe(rows.length);
    return rows.map((row) => presentMessage(row, of, presentSender(row, row)));
  }

  const texts = async () => (await history()).map(({ text }) => text);

  /** Puts all of these into one batch of the writer: the first goes alone, the others while it is committed. */
  function inOneBatch(node: Node, drafts: readonly MessageDraft[]) {
    return Promise.allSettled([node.write(draft(room, ANA, 'first')), ...drafts.map((message) => node.write(message))]);
  }

  it('answers with the message as the history has it', async () => {
    const sent = draft(room, ANA, 'Hello "you" \\ {1,2} NULL 🎓', {
      clientId: 'c1',
      kind: 'question',
      metadata: { b: 1, a: ['x', { y: null }] },
    });
    const { message, isDuplicate } = await one.write(sent);

    expect(isDuplicate).toBe(false);
    expect(message).toMatchObject({
      id: sent.id,
      room,
      seq: 1,
      revisionSeq: 1,
      text: sent.text,
      kind: 'question',
      clientId: 'c1',
    });
    expect(JSON.stringify(message.metadata)).toBe('{"b":1,"a":["x",{"y":null}]}');
    expect(Math.abs(Date.parse(message.createdAt) - Date.now())).toBeLessThan(5_000);
    const [kept] = await history();
    expect(kept).toEqual({ ...message, sender: { ...ANA, username: null } });
  });

  it('numbers 1…n without a gap, in the order of each node, when many send over two nodes', async () => {
    const rooms = [room, await newRoom([ANA, BEN]), await newRoom([ANA, BEN])];
    const sends = [];
    for (let index = 0; index < 300; index += 1) {
      for (const at of rooms) {
        sends.push(one.write(draft(at, ANA, `one ${index}`)), two.write(draft(at, BEN, `two ${index}`)));
      }
    }
    const answers = (await Promise.all(sends)).map(({ message }) => message);

    for (const at of rooms) {
      const kept = await history(at);
      expect(kept).toHaveLength(600);
      const inRoom = answers.filter((message) => message.room.id === at.id).sort((a, b) => a.seq - b.seq);
      expect(inRoom.map(({ seq, id }) => ({ seq, id }))).toEqual(kept.map(({ seq, id }) => ({ seq, id })));
      for (const [name, node] of Object.entries({ one, two })) {
        const inOrder = Array.from({ length: 300 }, (_, index) => `${name} ${index}`);
        expect(kept.filter(({ text }) => text.startsWith(name)).map(({ text }) => text)).toEqual(inOrder);
        expect(node.published.filter((message) => message.room.id === at.id).map(({ text }) => text)).toEqual(inOrder);
      }
    }
  });

  describe('the same clientId again', () => {
    it('gives the first answer, marked, and publishes nothing', async () => {
      const first = await one.write(draft(room, ANA, 'once', { clientId: 'c1', metadata: { a: 1, b: 2 } }));
      const again = await two.write(draft(room, ANA, 'once', { clientId: 'c1', metadata: { b: 2, a: 1 } }));

      expect(again).toEqual({ message: first.message, pair: null, isDuplicate: true });
      expect(two.published).toEqual([]);
      expect(await texts()).toEqual(['once']);
    });

    it('from two nodes at once makes one message and one answer', async () => {
      const sends = [];
      for (let index = 0; index < 50; index += 1) {
        const said = { clientId: `c${index}` };
        for (const node of [one, two, one, two]) sends.push(node.write(draft(room, ANA, `text ${index}`, said)));
      }
      const answers = await Promise.all(sends);

      expect(await history()).toHaveLength(50);
      expect(answers.filter(({ isDuplicate }) => !isDuplicate)).toHaveLength(50);
      expect(one.published.length + two.published.length).toBe(50);
      for (let index = 0; index < answers.length; index += 4) {
        const [first, ...others] = answers.slice(index, index + 4).map(({ message }) => message);
        for (const other of others) expect(other).toEqual(first);
      }
    });

    it.each<[string, Partial<MessageDraft>]>([
      ['text', { text: 'something else' }],
      ['kind', { kind: 'question' }],
      ['metadata', { metadata: { slide: 2 } }],
    ])('with another %s is a CONFLICT', async (_, other) => {
      await one.write(draft(room, ANA, 'once', { clientId: 'c1' }));
      await expect(one.write(draft(room, ANA, 'once', { clientId: 'c1', ...other }))).rejects.toMatchObject({ code: 'CONFLICT' });
      expect(await texts()).toEqual(['once']);
    });

    it('of another person, or in another room, is another message', async () => {
      const elsewhere = await newRoom([ANA]);
      await one.write(draft(room, ANA, 'mine', { clientId: 'c1' }));
      await one.write(draft(room, BEN, 'yours', { clientId: 'c1' }));
      await one.write(draft(elsewhere, ANA, 'elsewhere', { clientId: 'c1' }));

      expect(await texts()).toEqual(['mine', 'yours']);
      expect(await history(elsewhere)).toHaveLength(1);
    });

    it('is answered also when the sender may not speak any more', async () => {
      const { message } = await one.write(draft(room, ANA, 'once', { clientId: 'c1' }));
      await one.database.query('UPDATE room_members SET muted = true WHERE room_id = $1', [room.id]);

      expect(await one.write(draft(room, ANA, 'once', { clientId: 'c1' }))).toEqual({ message, pair: null, isDuplicate: true });
    });
  });

  it('refuses those who may not speak, and disturbs nobody else in the batch', async () => {
    const [muted, banned] = [person('muted'), person('banned')];
    await join(room.id, muted.id, { muted: true });
    await join(room.id, banned.id, { banned: true });
    const closed = await newRoom([ANA]);
    await one.database.query('UPDATE rooms SET closed_at = now() WHERE id = $1', [closed.id]);

    const outcomes = await inOneBatch(one, [
      draft(room, ANA, 'a'),
      draft(room, muted, 'no'),
      draft(room, banned, 'no'),
      draft(room, person('stranger'), 'no'),
      draft({ id: newId(), key: null, code: null }, ANA, 'no'),
      draft(closed, ANA, 'no'),
      draft(room, ANA, 'no', { replyTo: newId() }),
      draft(room, BEN, 'b'),
    ]);

    const codes = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? 'ok' : (outcome.reason as { code: string }).code));
    const refusals = ['MUTED', 'BANNED', 'NOT_A_MEMBER', 'ROOM_NOT_FOUND', 'ROOM_CLOSED', 'INVALID'];
    expect(codes).toEqual(['ok', 'ok', ...refusals, 'ok']);
    expect(await texts()).toEqual(['first', 'a', 'b']);
    expect(one.published.map(({ text }) => text)).toEqual(['first', 'a', 'b']);
  });

  it('takes metadata for the same that JSON says alike', async () => {
    const said = { clientId: 'c1', metadata: { x: -0, y: undefined } };
    const { message } = await one.write(draft(room, ANA, 'once', said));
    expect(await two.write(draft(room, ANA, 'once', said))).toMatchObject({ isDuplicate: true, message: { id: message.id } });
  });

  describe('while a room is locked by somebody who does not let go', () => {
    let holder: pg.Client;

    beforeEach(async () => {
      holder = new pg.Client({ connectionString: url });
      await holder.connect();
    });
    afterEach(async () => {
      await holder.end();
    });

    /** Rooms of which every lane has some. */
    const newRooms = () => Promise.all(Array.from({ length: 12 }, () => newRoom([ANA, BEN])));

    async function hold(held: RoomRef): Promise<void> {
      await holder.query('BEGIN');
      await holder.query('SELECT FROM lyceum.rooms WHERE id = $1 FOR NO KEY UPDATE', [held.id]);
    }

    it(
      'answers all other rooms in time, its own senders UNAVAILABLE within 3 s, and doubles nothing',
      async () => {
        const others = await newRooms();
        await hold(room);
        const begun = performance.now();
        const age = () => performance.now() - begun;
        const lost = draft(room, ANA, 'lost', { clientId: 'lost' });
        const refused = [lost, draft(room, BEN, 'lost too')].map((message) =>
          expect(one.write(message)).rejects.toMatchObject({ code: 'UNAVAILABLE' }).then(age),
        );
        const talks = others.map(async (at) => {
          let slowest = 0;
          for (let index = 0; index < 20; index += 1) {
            const sent = performance.now();
            await one.write(draft(at, ANA, `text ${index}`));
            slowest = Math.max(slowest, performance.now() - sent);
          }
          return slowest;
        });
        expect(Math.max(...(await Promise.all(talks)))).toBeLessThan(1_000);
        expect(Math.max(...(await Promise.all(refused)))).toBeLessThan(3_000);

        await holder.query('COMMIT');
        await one.write(draft(room, ANA, 'after'));
        await one.write({ ...lost, id: newId() });
        // What was being tried when its sender was answered may have been written after all.
        const kept = await texts();
        expect(kept).toEqual(expect.arrayContaining(['after', 'lost']));
        expect(new Set(kept).size).toBe(kept.length);
        for (const at of others) expect(await history(at)).toHaveLength(20);
      },
      CAN_BE_LATE,
    );

    it(
      'writes what waited for it, in its order, when it is let go in time',
      async () => {
        await hold(room);
        const sends = Array.from({ length: 20 }, (_, index) => one.write(draft(room, ANA, `text ${index}`)));
        // Past the first wait: the room has been put off.
        await expect(one.write(draft(await newRoom([ANA]), ANA, 'beside'))).resolves.toBeDefined();
        await holder.query('COMMIT');

        await Promise.all(sends);
        expect(await texts()).toEqual(Array.from({ length: 20 }, (_, index) => `text ${index}`));
      },
      CAN_BE_LATE,
    );

    it(
      'is not held up for long by a node that froze in a transaction',
      async () => {
        let thaw: () => void = () => undefined;
        const thawed = new Promise<void>((resolve) => {
          thaw = resolve;
        });
        let freeze: () => void = () => undefined;
        const isFrozen = new Promise<void>((resolve) => {
          freeze = resolve;
        });
        const frozen = two.database.transaction(async (transaction) => {
          await transaction.query('SELECT FROM rooms WHERE id = $1 FOR NO KEY UPDATE', [room.id]);
          freeze();
          await thawed;
        });
        const failed = expect(frozen).rejects.toMatchObject({ code: 'UNAVAILABLE' });
        await isFrozen;
        await expect(one.write(draft(room, ANA, 'heard'))).resolves.toMatchObject({ isDuplicate: false });
        thaw();
        await failed;
        expect(await texts()).toEqual(['heard']);
      },
      CAN_BE_LATE,
    );
  });

  it('hears of a mute that was committed while it waited for the room', async () => {
    const moderator = new pg.Client({ connectionString: url });
    await moderator.connect();
    try {
      await moderator.query('BEGIN');
      await moderator.query('SELECT FROM lyceum.rooms WHERE id = $1 FOR NO KEY UPDATE', [room.id]);
      const send = expect(one.write(draft(room, ANA, 'too late'))).rejects.toMatchObject({ code: 'MUTED' });
      await untilSomeoneWaits(moderator);
      await moderator.query('UPDATE lyceum.room_members SET muted = true WHERE room_id = $1 AND user_id = $2', [room.id, ANA.id]);
      await moderator.query('COMMIT');
      await send;
    } finally {
      await moderator.end();
    }
    expect(await texts()).toEqual([]);
  });

  async function untilSomeoneWaits(client: pg.Client): Promise<void> {
    const deadline = Date.now() + 2_000;
    for (;;) {
      const { rowCount } = await client.query('SELECT FROM pg_locks WHERE NOT granted');
      if (rowCount !== 0) return;
      if (Date.now() > deadline) throw new Error('Nobody waits for the room');
    }
  }

  it('takes a reply to a message of the same room alone', async () => {
    const elsewhere = await newRoom([ANA]);
    const { message: asked } = await one.write(draft(room, ANA, 'why?'));

    const reply = await one.write(draft(room, BEN, 'because', { replyTo: asked.id }));
    expect(reply.message.replyTo).toBe(asked.id);
    const lost = one.write(draft(elsewhere, ANA, 'because', { replyTo: asked.id }));
    await expect(lost).rejects.toMatchObject({ code: 'INVALID', field: 'replyTo' });
  });

  it('shows a guest by the name used in the room, now and in the history', async () => {
    const guest = person('guest:7', true);
    await join(room.id, guest.id, { name: 'Mia the second' });
    const { message } = await one.write(draft(room, guest, 'Hi'));

    expect(message.sender).toEqual({ ...guest, name: 'Mia the second' });
    expect(await history()).toEqual([message]);
  });

  it('lets what the database cannot keep harm only itself', async () => {
    const outcomes = await inOneBatch(one, [
      draft(room, ANA, 'a'),
      draft(room, ANA, 'b'),
      draft(room, ANA, 'NUL \0'),
      draft(room, BEN, 'c'),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(await texts()).toEqual(['first', 'a', 'b', 'c']);
  });

  it('leaves no gap after a transaction that was undone', async () => {
    await one.write(draft(room, ANA, 'a'));
    await expect(one.messages.commit([draft(room, ANA, 'b'), draft(room, ANA, 'NUL \0')])).rejects.toThrow();
    await one.write(draft(room, ANA, 'c'));
    expect(await texts()).toEqual(['a', 'c']);
  });

  it('finds again what an attempt without an answer has written, and publishes it', async () => {
    const unknown = draft(room, ANA, 'answer lost');
    await one.messages.commit([unknown]);

    const { message, isDuplicate } = await one.write(unknown);
    expect(message).toMatchObject({ id: unknown.id, seq: 1 });
    expect(isDuplicate).toBe(false);
    expect(one.published).toEqual([message]);
    expect(await texts()).toEqual(['answer lost']);
  });

  it('moves the room’s last activity', async () => {
    await one.database.query(`UPDATE rooms SET last_active_at = now() - interval '1 hour' WHERE id = $1`, [room.id]);
    await one.write(draft(room, ANA, 'still here'));
    const [row] = await one.database.query<{ age: number }>(
      'SELECT extract(epoch FROM now() - last_active_at)::float8 AS age FROM rooms WHERE id = $1',
      [room.id],
    );
    expect(row?.age).toBeLessThan(5);
  });

  describe('when connections are cut', () => {
    it(
      'loses nothing that was answered, doubles nothing, and leaves no gap',
      async () => {
        const answered: Message[] = [];
        const unanswered: unknown[] = [];
        const say = async (node: Node, sender: User, from: string) => {
          for (let index = 0; index < 60; index += 1) {
            const said = draft(room, sender, `${from} ${index}`);
            try {
              answered.push((await node.write(said)).message);
            } catch (error) {
              unanswered.push(error);
            }
          }
        };
        const senders = [];
        for (let index = 0; index < 20; index += 1) senders.push(say(one, ANA, `one ${index}`), say(two, BEN, `two ${index}`));
        const done = Promise.all(senders);
        let cut = 0;
        for (let times = 0; times < 10; times += 1) {
          const goal = answered.length + 150;
          while (answered.length + unanswered.length < Math.min(goal, 2_400)) await new Promise(setImmediate);
          cut += await postgres.terminateBackends();
        }
        await done;

        expect(cut).toBeGreaterThan(0);
        const kept = await history();
        expect(new Set(kept.map(({ text }) => text)).size).toBe(kept.length);
        const seqs = new Map(kept.map(({ id, seq }) => [id, seq]));
        for (const { id, seq } of answered) expect(seqs.get(id)).toBe(seq);
        expect(new Set(answered.map(({ id }) => id)).size).toBe(answered.length);
        expect(answered.length + unanswered.length).toBe(2_400);
        for (const error of unanswered) expect(error).toMatchObject({ code: 'UNAVAILABLE' });
        expect(answered.length).toBeGreaterThan(2_000);
      },
      CAN_BE_LATE,
    );

    it(
      'answers UNAVAILABLE within 3 s while the database is silent, and goes on afterwards',
      async () => {
        await one.write(draft(room, ANA, 'before'));
        postgres.pause();
        const begun = performance.now();
        try {
          const waits = Array.from({ length: 20 }, (_, index) => one.write(draft(room, ANA, `lost ${index}`)));
          for (const outcome of await Promise.allSettled(waits)) {
            expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'UNAVAILABLE' } });
          }
          expect(performance.now() - begun).toBeLessThan(3_000);
        } finally {
          postgres.resume();
        }
        await expect(one.write(draft(room, ANA, 'after'))).resolves.toMatchObject({ isDuplicate: false });
        const kept = await texts();
        expect(kept.at(-1)).toBe('after');
        expect(one.published.map(({ text }) => text)).toEqual(kept);
      },
      CAN_BE_LATE,
    );
  });
});
