import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { describeWith } from '../../../test/support/describe-with.js';
import { type Postgres, startPostgres } from '../../../test/support/postgres.js';
import { runDirectory } from '../../../test/support/test-run.js';
import { newId } from '../../common/index.js';
import { Database } from '../../database/index.js';
import type { LyceumDataSource } from '../../database/lyceum-data-source.js';
import { startDatabase } from '../../database/start-database.js';
import { AttachmentRepository } from '../attachment.repository.js';
import { FileRepository } from '../file.repository.js';
import { DiskStorage } from '../storage/disk-storage.js';
import { FilesSweeper } from './files-sweeper.js';
import { RemovalRepository } from './removal.repository.js';
import { Removals } from './removals.js';

const CAN_BE_LATE = 60_000;
const OWNER = 'ana';
const QUOTA = 1_000;

describeWith(['postgres'], 'FilesSweeper on PostgreSQL', () => {
  const isOwnRun = process.env.TEST_RUN_DIR === undefined;
  let postgres: Postgres;
  let source: LyceumDataSource;
  let database: Database;
  let directory: string;
  let storage: DiskStorage;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    postgres = await startPostgres();
    const timeouts = { statementTimeoutMs: 5_000, connectionTimeoutMs: 2_500 };
    const settings = { url: await postgres.createDatabase(), dataDir: '/nowhere', poolSize: 5, ...timeouts };
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
    for (const table of ['attachments', 'files', 'file_usage', 'rooms']) await database.query(`DELETE FROM ${table}`);
    directory = await mkdtemp(join(tmpdir(), 'lyceum-files-'));
    storage = new DiskStorage(directory);
  });

  afterEach(() => rm(directory, { recursive: true }));

  function sweeper(of = storage): FilesSweeper {
    const repository = new RemovalRepository(database);
    return new FilesSweeper(repository, new Removals(repository, of), of);
  }

  /** An upload of 100 bytes under way, which must be done within so long. */
  async function begun(withinMs: number): Promise<{ id: string; bytes: number; storageKey: string }> {
    const id = newId();
    const file = {
      id,
      ownerId: OWNER,
      name: 'a.txt',
      bytes: 100,
      storageKey: `${id.slice(-2)}/${id}`,
      roomId: null,
      recipientId: null,
    };
    expect(await new FileRepository(database).reserve(file, QUOTA, withinMs)).toBe(true);
    return file;
  }

  /** A stored file of 10 bytes, to be removed after so long unless it is shown. */
  async function stored(orphanMs: number): Promise<string> {
    const file = await begun(60_000);
    await storage.write(file.storageKey, Readable.from([Buffer.alloc(10)]));
    const content = { size: 10, contentType: 'text/plain', width: null, height: null };
    await database.transaction((tx) => new FileRepository(database).finish(tx, file, content, orphanMs));
    return file.id;
  }

  /** A message that has shown these files since ten minutes ago. */
  async function messageWith(...fileIds: string[]): Promise<string> {
    return (await said(fileIds)).messageId;
  }

  async function said(fileIds: string[]): Promise<{ messageId: string; roomId: string }> {
    const [roomId, messageId] = [newId(), newId()];
    await database.query(`INSERT INTO rooms (id, kind, visibility, capacity) VALUES ($1, 'group', 'public', 5)`, [roomId]);
    await database.query(
      `INSERT INTO messages (id, room_id, seq, revision_seq, sender_id, kind, text) VALUES ($1, $2, 1, 1, 'ana', 'text', 'Look')`,
      [messageId, roomId],
    );
    await database.transaction((tx) => new AttachmentRepository(database).attach(tx, [{ messageId, fileIds }]));
    await database.query(`UPDATE files SET attached_at = now() - interval '10 minutes' WHERE id = ANY($1::uuid[])`, [fileIds]);
    return { messageId, roomId };
  }

  /** A file in a room that has been closed for so many days. */
  async function closedIn(days: number): Promise<string> {
    const id = await stored(60_000);
    const { roomId } = await said([id]);
    await database.query(`UPDATE rooms SET closed_at = now() - $2 * interval '1 day' WHERE id = $1`, [roomId, days]);
    return id;
  }

  async function left(): Promise<{ ids: string[]; usedBytes: number; contents: number }> {
    const rows = await database.query<{ id: string }>('SELECT id FROM files ORDER BY id');
    const entries = existsSync(directory) ? await readdir(directory, { recursive: true, withFileTypes: true }) : [];
    return {
      ids: rows.map(({ id }) => id),
      usedBytes: await new FileRepository(database).usedBytes(OWNER),
      contents: entries.filter((entry) => entry.isFile()).length,
    };
  }

  /** Somebody is about to show the file, until they are released. */
  function hold(id: string): { held: Promise<void>; release: () => void; done: Promise<void> } {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let done: Promise<void> = Promise.resolve();
    const held = new Promise<void>((resolve, reject) => {
      done = database.transaction(async (tx) => {
        expect([...(await new AttachmentRepository(database).stored([id], tx)).keys()]).toEqual([id]);
        resolve();
        await released;
      });
      done.catch(reject);
    });
    return { held, release: () => release(), done };
  }

  const NOTHING = { ids: [], usedBytes: 0, contents: 0 };

  it('removes an upload that died, with what there is of its content, and leaves one that is under way', async () => {
    const died = await begun(-1);
    const cut = Readable.from(
      (async function* () {
        yield Buffer.alloc(50);
        await Promise.reject(new Error('killed'));
      })(),
    );
    await expect(storage.write(died.storageKey, cut)).rejects.toThrow('killed');
    expect((await left()).contents).toBe(1);
    const { id } = await begun(60_000);

    await sweeper().sweep();

    expect(await left()).toEqual({ ids: [id], usedBytes: 100, contents: 0 });
  });

  it('removes a file that was never shown, and keeps one that is', async () => {
    await stored(-1);
    const shown = await stored(-1);
    await messageWith(shown);

    await sweeper().sweep();

    expect(await left()).toEqual({ ids: [shown], usedBytes: 10, contents: 1 });
  });

  it('removes the files of a message that is gone, whether it was deleted or too old, once no other shows them', async () => {
    const [one, other, both] = [await stored(60_000), await stored(60_000), await stored(60_000)];
    const [first, second] = [await messageWith(one, both), await messageWith(other, both)];
    await database.transaction((tx) => new AttachmentRepository(database).detach(tx, [first]));
    await sweeper().sweep();
    expect((await left()).ids).toEqual([other, both].sort());

    await database.query('DELETE FROM messages WHERE id = $1', [second]);
    await sweeper().sweep();

    expect(await left()).toEqual(NOTHING);
  });

  it('removes the files of a room a week after it was closed, and counts them no more', async () => {
    const [young, old] = [await closedIn(6.9), await closedIn(7.1)];
    const both = await closedIn(7.1);
    await messageWith(both);

    await sweeper().sweep();

    expect(await left()).toEqual({ ids: [young, both], usedBytes: 20, contents: 2 });
    expect(await database.query('SELECT FROM attachments WHERE file_id = $1', [old])).toEqual([]);
  });

  it('lets the uploader alone remove a file of a closed room at once, and nobody one of an open room', async () => {
    const [closed, both] = [await closedIn(0), await closedIn(0)];
    await messageWith(both);
    const removals = new Removals(new RemovalRepository(database), storage);

    for (const [id, person] of [
      [closed, 'ben'],
      [both, OWNER],
    ] as const) {
      await expect(removals.removeUnseen(id, person)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    }
    await removals.removeUnseen(closed, OWNER);

    expect(await left()).toEqual({ ids: [both], usedBytes: 10, contents: 1 });
  });

  it('looks through all files page by page', async () => {
    const files = [await stored(60_000), await stored(60_000), await stored(60_000)];
    const message = await messageWith(...files);
    await database.query('DELETE FROM messages WHERE id = $1', [message]);
    const repository = new RemovalRepository(database);

    expect(await repository.forsaken(null, 2)).toEqual({ ids: files.slice(0, 2), next: files[1] });
    expect(await repository.forsaken(files[1]!, 2)).toEqual({ ids: files.slice(2), next: null });
    expect(await repository.forsaken(files[1]!, 1)).toEqual({ ids: files.slice(2), next: files[2] });
    expect(await repository.forsaken(files[2]!, 1)).toEqual({ ids: [], next: null });
  });

  it('forgets no content that comes after it has removed an upload that took too long', async () => {
    await mkdir(join(directory, 'unfinished'));
    const late = await begun(-1);
    await sweeper().sweep();
    await storage.write(late.storageKey, Readable.from([Buffer.alloc(10)]));
    expect((await left()).contents).toBe(1);

    await new Removals(new RemovalRepository(database), storage).giveUp(late);

    expect(await left()).toEqual(NOTHING);
  });

  it('keeps what was stored although whoever uploaded it heard of an error', async () => {
    const id = await stored(60_000);

    await new Removals(new RemovalRepository(database), storage).giveUp({ id, storageKey: `${id.slice(-2)}/${id}` });

    expect(await left()).toEqual({ ids: [id], usedBytes: 10, contents: 1 });
  });

  it('leaves a file that was shown a moment ago, although no message shows it yet that it sees', async () => {
    const id = await stored(60_000);
    const message = await messageWith(id);
    await database.query('DELETE FROM messages WHERE id = $1', [message]);
    await database.query('UPDATE files SET attached_at = now()');

    await sweeper().sweep();

    expect((await left()).ids).toEqual([id]);
  });

  it('does not wait for a file that is being shown, nor remove it', async () => {
    const id = await stored(-1);
    const { held, release, done } = hold(id);
    await held;

    await sweeper().sweep();

    release();
    await done;
    expect((await left()).ids).toEqual([id]);
  });

  it('tries again what could not be removed, keeps no other for it, and frees its room once', async () => {
    await stored(-1);
    const lame = new DiskStorage(directory);
    const remove = jest.spyOn(lame, 'remove').mockRejectedValueOnce(new Error('away'));
    await stored(-1);

    await sweeper(lame).sweep();

    expect(remove).toHaveBeenCalledTimes(2);
    expect(await left()).toMatchObject({ usedBytes: 0, contents: 1 });
    await database.query('UPDATE files SET due_at = now()');
    await sweeper().sweep();
    expect(await left()).toEqual(NOTHING);
  });

  it('removes each file once, on however many nodes', async () => {
    for (let count = 0; count < 10; count += 1) await stored(-1);
    const removes = jest.spyOn(storage, 'remove');

    await Promise.all([1, 2, 3, 4].map(() => sweeper().sweep()));

    expect(await left()).toEqual(NOTHING);
    const keys = removes.mock.calls.map(([key]) => key);
    expect(keys).toHaveLength(new Set(keys).size);
  });

  it('removes unfinished contents of which nobody knows any more, after a day', async () => {
    for (const key of ['aa/old', 'aa/new']) {
      await storage.write(key, Readable.from([Buffer.alloc(10)]));
    }
    const unfinished = join(directory, 'unfinished');
    for (const name of ['old', 'new']) await writeFile(join(unfinished, name), 'half');
    const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000);
    await utimes(join(unfinished, 'old'), twoDaysAgo, twoDaysAgo);
    await utimes(join(directory, 'aa', 'old'), twoDaysAgo, twoDaysAgo);

    await sweeper().sweep();

    expect(await readdir(unfinished)).toEqual(['new']);
    expect((await readdir(join(directory, 'aa'))).sort()).toEqual(['new', 'old']);
  });
});
