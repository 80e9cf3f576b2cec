import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { describeWith } from '../../test/support/describe-with.js';
import { attachmentsIn, messagesIn, quietOutbox } from '../../test/support/messages.js';
import { type Postgres, startPostgres } from '../../test/support/postgres.js';
import { runDirectory } from '../../test/support/test-run.js';
import { newId } from '../common/index.js';
import { Database, type Outbox } from '../database/index.js';
import { Transaction } from '../database/database.js';
import type { LyceumDataSource } from '../database/lyceum-data-source.js';
import { startDatabase } from '../database/start-database.js';
import type { Message, RoomRef, User } from '../protocol/index.js';
import type { Connection, Publisher } from '../realtime/index.js';
import { MemberRepository } from '../rooms/member.repository.js';
import { RoomAuthority } from '../rooms/room-authority.js';
import { columnsOf } from './message-batch.js';
import { LOCK_FREE_ROOMS, LOCK_ROOMS, WRITE_BATCH } from './message-batch.sql.js';
import { ChangeRepository } from './changes/change.repository.js';
import { Changer } from './changes/changer.js';
import { EditsService } from './changes/edits.service.js';
import type { MessageDraft } from './message-draft.js';
import { MessageLogRepository } from './message-log.repository.js';
import { presentMessage, presentSender } from './message.presenter.js';
import { MessageWriter } from './message-writer.js';
import type { MessageRepository } from './message.repository.js';

const ANA = person('ana');
const BEN = person('ben');
const PAIR = ['ana', 'ben'];
const CAN_BE_LATE = 60_000;
const UNAVAILABLE_FILE = { code: 'FILE_NOT_FOUND', field: 'attachments' };
/** How often this connection has read a table of ours through, as far as that was not added to the statistics yet. */
const SCANS = `SELECT relname, pg_stat_get_xact_numscans(oid) AS scans FROM pg_class
  WHERE relkind = 'r' AND relnamespace = 'lyceum'::regnamespace ORDER BY relname`;
const TAKEN_FILE = { code: 'INVALID', field: 'attachments' };

function person(id: string): User {
  return { id, username: id, name: id, avatarUrl: null, role: 'student', guest: false };
}

function draft(room: RoomRef, text: string, rest: Partial<MessageDraft> = {}): MessageDraft {
  const plain = { clientId: null, kind: 'text', metadata: null, replyTo: null, mentions: [], attachments: [] };
  return { id: newId(), room, sender: ANA, text, ...plain, ...rest };
}

const showing = (...ids: string[]) => ({ attachments: ids.map((id) => ({ id })) });

/** One gateway's part in this. */
class Node {
  readonly database: Database;
  readonly outbox: Outbox = quietOutbox();
  readonly messages: MessageRepository;
  readonly edits: EditsService;
  private readonly writer: MessageWriter;

  constructor(source: LyceumDataSource) {
    this.database = new Database(source);
    this.messages = messagesIn(this.database, this.outbox);
    this.writer = new MessageWriter(this.messages);
    const changes = new ChangeRepository(this.database);
    const changer = new Changer(this.database, changes, this.outbox);
    const authority = new RoomAuthority(new MemberRepository(this.database));
    const publisher = { publish: () => undefined } as unknown as Publisher;
    this.edits = new EditsService(changer, changes, authority, attachmentsIn(this.database), publisher);
    this.outbox.need(['message.created']);
  }

  write(message: MessageDraft) {
    return this.writer.write(message, () => undefined);
  }
}

describeWith(['postgres'], 'a batch of messages on PostgreSQL', () => {
  const isOwnRun = process.env.TEST_RUN_DIR === undefined;
  let postgres: Postgres;
  let sources: LyceumDataSource[];
  let one: Node;
  let two: Node;
  let room: RoomRef;

  beforeAll(async () => {
    postgres = await startPostgres();
    const timeouts = { statementTimeoutMs: 5_000, connectionTimeoutMs: 2_500 };
    const database = { url: await postgres.createDatabase(), dataDir: '/nowhere', poolSize: 5, ...timeouts };
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
    [one, two] = sources.map((source) => new Node(source)) as [Node, Node];
    await one.database.query('DELETE FROM outbox');
    room = await newRoom();
  });

  async function newRoom(pair: string[] | null = null): Promise<RoomRef> {
    const id = newId();
    const [kind, visibility] = pair === null ? ['session', 'public'] : ['direct', 'private'];
    await one.database.query('DELETE FROM rooms WHERE pair = $1', [pair]);
    const insert = 'INSERT INTO rooms (id, kind, visibility, capacity, pair) VALUES ($1, $2, $3, 500, $4)';
    await one.database.query(insert, [id, kind, visibility, pair]);
    await one.database.query(`INSERT INTO room_members (room_id, user_id) VALUES ($1, 'ana'), ($1, 'ben')`, [id]);
    return { id, key: null, code: null };
  }

  /** Of Ana’s, wholly uploaded, for any room. */
  async function newFile(more: Record<string, unknown> = {}): Promise<string> {
    const id = newId();
    const plain = { owner_id: 'ana', state: 'stored', name: `${id}.png`, size: 7, content_type: 'image/png', storage_key: id };
    const row = { id, ...plain, width: 3, height: 4, ...more };
    const columns = Object.keys(row);
    const places = columns.map((_, index) => `$${String(index + 1)}`);
    await one.database.query(`INSERT INTO files (${columns.join()}) VALUES (${places.join()})`, Object.values(row));
    return id;
  }

  const shown = (id: string) => ({
    id,
    name: `${id}.png`,
    size: 7,
    contentType: 'image/png',
    width: 3,
    height: 4,
    url: `/api/files/${id}`,
  });

  async function history(of = room): Promise<Message[]> {
    const rows = await new MessageLogRepository(one.database).saidAfter(of.id, 0, 10_000);
    return rows.map((row) => presentMessage(row, of, presentSender(row, row)));
  }

  const attached = (messageId: string) =>
    one.database.query<{ id: string }>('SELECT file_id AS id FROM attachments WHERE message_id = $1 ORDER BY place', [messageId]);

  const appended = () =>
    one.database.query<{ name: string; data: { message: Message; pair?: string[] | null } }>(
      'SELECT name, data FROM outbox ORDER BY position',
    );

  /** The statements of what it does, as their first words. */
  async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
    const query = jest.spyOn(Transaction.prototype, 'query');
    try {
      await work();
      return query.mock.calls.map(([sql]) => sql.trim().split(/\s+/, 2).join(' '));
    } finally {
      query.mockRestore();
    }
  }

  it('takes two statements where it has no files and tells nobody outside, and few more otherwise', async () => {
    const drafts = Array.from({ length: 20 }, (_, index) => draft(room, `text ${String(index)}`));
    expect(await statementsOf(() => one.messages.commit(drafts))).toEqual(['SELECT r.id', 'WITH draft']);

    const files = await Promise.all(drafts.map(() => newFile()));
    const withFiles = files.map((file) => draft(room, '', { ...showing(file), mentions: ['ben'] }));
    expect(await statementsOf(() => one.messages.commit(withFiles))).toHaveLength(7);
  });

  it.each([
    ['after waiting for its rooms', LOCK_ROOMS, ['200']],
    ['after waiting for nobody', LOCK_FREE_ROOMS, []],
  ])('finds by indexes what it asks about messages, also in a young database, %s', async (_, lock, more) => {
    const { message } = await one.write(draft(room, 'A question?'));
    const answer = draft(room, 'An answer.', { replyTo: message.id, clientId: 'again' });
    // Now PostgreSQL knows how little there is to read.
    await one.database.query('ANALYZE messages, rooms, room_members');
    const [before, after] = await one.database.transaction(async (transaction) => {
      await transaction.query(lock, [[room.id], ...more]);
      const earlier = await transaction.query(SCANS);
      await transaction.query(WRITE_BATCH, columnsOf([answer], undefined));
      return [earlier, await transaction.query(SCANS)];
    });
    expect(after).toEqual(before);
  });

  describe('with files', () => {
    it('shows them in their order, at once and in the history', async () => {
      const [first, second] = [await newFile(), await newFile()];
      const { message } = await one.write(draft(room, '', showing(second, first)));

      expect(message.attachments).toEqual([shown(second), shown(first)]);
      expect((await history()).map(({ attachments }) => attachments)).toEqual([message.attachments]);
      expect(await attached(message.id)).toEqual([{ id: second }, { id: first }]);
    });

    it('refuses those that can’t be shown, writes nothing of them, and disturbs nobody else', async () => {
      const [good, used] = [await newFile(), await newFile()];
      await one.write(draft(room, 'used', showing(used)));
      const elsewhere = await newRoom();
      const wrong = [
        newId(),
        await newFile({ state: 'uploading' }),
        await newFile({ state: 'removing' }),
        await newFile({ owner_id: 'ben' }),
        await newFile({ room_id: elsewhere.id }),
        await newFile({ recipient_id: 'ben' }),
        used,
      ];
      const drafts = [
        ...wrong.map((id) => draft(room, 'no', showing(good, id))),
        draft(room, 'plain', { sender: BEN }),
        draft(room, 'good', showing(good)),
      ];
      const outcomes = await Promise.allSettled([one.write(draft(room, 'first')), ...drafts.map((said) => one.write(said))]);

      const refusals = outcomes.map((outcome) => (outcome.status === 'rejected' ? (outcome.reason as object) : 'ok'));
      expect(refusals).toEqual([
        'ok',
        ...wrong.slice(0, -1).map(() => expect.objectContaining(UNAVAILABLE_FILE)),
        expect.objectContaining(TAKEN_FILE),
        'ok',
        'ok',
      ]);
      expect((await history()).map(({ text, attachments }) => [text, attachments.length])).toEqual([
        ['used', 1],
        ['first', 0],
        ['plain', 0],
        ['good', 1],
      ]);
    });

    it('shows a file for a person in the room of the two alone, and one for a room there', async () => {
      const direct = await newRoom(PAIR);
      const [forBen, forCleo, forRoom] = [
        await newFile({ recipient_id: 'ben' }),
        await newFile({ recipient_id: 'cleo' }),
        await newFile({ room_id: direct.id }),
      ];

      await expect(one.write(draft(direct, '', showing(forCleo)))).rejects.toMatchObject(UNAVAILABLE_FILE);
      const { message } = await one.write(draft(direct, '', showing(forBen, forRoom)));
      expect(message.attachments).toEqual([shown(forBen), shown(forRoom)]);
    });

    it('gives a file to one of the messages that are sent with it at once, in two rooms on two nodes', async () => {
      const elsewhere = await newRoom();
      for (let round = 0; round < 25; round += 1) {
        const file = await newFile();
        const outcomes = await Promise.allSettled([
          one.write(draft(room, 'one', showing(file))),
          two.write(draft(elsewhere, 'two', showing(file))),
          two.write(draft(elsewhere, 'beside')),
        ]);
        expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
        const refused = outcomes.find((outcome) => outcome.status === 'rejected');
        expect(refused?.reason).toMatchObject(TAKEN_FILE);
        expect(await one.database.query('SELECT FROM attachments WHERE file_id = $1', [file])).toHaveLength(1);
      }
    });

    it('gives a file to the first of two messages of one batch', async () => {
      const file = await newFile();
      const [first, second] = [draft(room, 'first', showing(file)), draft(room, 'second', showing(file))];
      expect((await one.messages.commit([first, second])).map(({ outcome }) => outcome)).toEqual(['written', 'refused']);
      expect(await attached(first.id)).toEqual([{ id: file }]);
    });

    it('takes a repeat for the same with the same files alone, in their order, also when the message is gone', async () => {
      const [file, other] = [await newFile(), await newFile()];
      const said = (more: Partial<MessageDraft>) => draft(room, 'look', { clientId: 'c1', ...more });
      const { message } = await one.write(said(showing(file, other)));

      const repeats = async () => {
        const outcomes = await Promise.allSettled(
          [showing(file, other), showing(other, file), showing(file), {}].map((more) => two.write(said(more))),
        );
        return outcomes.map((outcome) =>
          outcome.status === 'fulfilled' ? outcome.value.message.id : (outcome.reason as { code: string }).code,
        );
      };
      expect(await repeats()).toEqual([message.id, 'CONFLICT', 'CONFLICT', 'CONFLICT']);
      await one.edits.delete({ user: ANA } as Connection, message.id);
      expect(await repeats()).toEqual([message.id, 'CONFLICT', 'CONFLICT', 'CONFLICT']);
    });

    it('finds again what an attempt without an answer has written, with its files', async () => {
      const file = await newFile();
      const unknown = draft(room, '', showing(file));
      await one.messages.commit([unknown]);

      expect((await one.write(unknown)).message.attachments).toEqual([shown(file)]);
      expect(await attached(unknown.id)).toEqual([{ id: file }]);
    });

    it('keeps them when the text is edited, even away, and lets go of them when it is deleted', async () => {
      const file = await newFile();
      const ana = { user: ANA } as Connection;
      const { message } = await one.write(draft(room, 'look', showing(file)));

      const edited = await one.edits.edit(ana, { messageId: message.id, text: '' });
      expect(edited).toMatchObject({ text: '', attachments: [shown(file)] });
      expect(await history()).toEqual([{ ...edited, sender: expect.anything() }]);

      expect(await one.edits.delete(ana, message.id)).toMatchObject({ text: '', attachments: [] });
      expect(await history()).toMatchObject([{ attachments: [] }]);
      expect(await attached(message.id)).toEqual([]);
    });

    it('without a file no text can be edited away', async () => {
      const { message } = await one.write(draft(room, 'look'));
      const edit = one.edits.edit({ user: ANA } as Connection, { messageId: message.id, text: '' });
      await expect(edit).rejects.toMatchObject({ code: 'INVALID', field: 'text' });
    });
  });

  describe('for people who are away', () => {
    it('leaves word of what is said in a conversation of two, once, and not of what was refused', async () => {
      const direct = await newRoom(PAIR);
      const said = draft(direct, 'Hi', { clientId: 'c1' });
      const [verdict] = await one.messages.commit([said, draft(direct, 'no', { sender: person('eve') })]);
      // An attempt whose answer was lost, and a client that repeats itself.
      const { message } = await one.write(said);
      await two.write({ ...said, id: newId() });

      expect(verdict).toMatchObject({ outcome: 'written' });
      expect(await appended()).toEqual([{ name: 'message.created', data: { message, pair: PAIR } }]);
    });

    it('leaves word of what mentions somebody, and of nothing else', async () => {
      await one.write(draft(room, 'to all'));
      const { message } = await one.write(draft(room, 'to Ben', { mentions: ['ben', 'nobody'] }));
      await one.write(draft(room, 'to nobody', { mentions: ['nobody'] }));
      await one.edits.edit({ user: ANA } as Connection, { messageId: message.id, text: 'still to Ben' });
      expect(await appended()).toEqual([{ name: 'message.created', data: { message, pair: null } }]);
    });

    it('leaves word of everything that apps’ own backends want', async () => {
      one.outbox.setWanted(['message.created', 'message.edited', 'message.deleted']);
      const [ana, file] = [{ user: ANA } as Connection, await newFile()];
      const { message } = await one.write(draft(room, 'Hi', showing(file)));
      const edited = await one.edits.edit(ana, { messageId: message.id, text: 'Ho' });
      await one.edits.edit(ana, { messageId: message.id, text: 'Ho' });
      const deleted = await one.edits.delete(ana, message.id);
      await one.edits.delete(ana, message.id);

      expect(await appended()).toEqual([
        { name: 'message.created', data: { message, pair: null } },
        { name: 'message.edited', data: { message: edited } },
        { name: 'message.deleted', data: { message: deleted } },
      ]);
    });
  });
});
