import { FSDriver } from 'flydrive/drivers/fs';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileStorage, type ByteRange } from './file-storage.js';

/** Contents that are not whole yet. */
const UNFINISHED = 'unfinished';
/** No upload takes so long. */
const FORGOTTEN_MS = 86_400_000;

/** Files of one directory. */
export class DiskStorage extends FileStorage {
  private readonly disk: FSDriver;

  /** @param directory made with the first file. */
  constructor(private readonly directory: string) {
    super();
    this.disk = new FSDriver({ location: directory, visibility: 'private' });
  }

  /** By a rename, so that a kill leaves no half file under its key, and flushed before, so that a power cut leaves no empty one. */
  async write(key: string, content: Readable): Promise<void> {
    const unfinished = this.pathOf(unfinishedKey(key));
    await mkdir(dirname(unfinished), { recursive: true });
    await pipeline(content, createWriteStream(unfinished, { flush: true }));
    await mkdir(dirname(this.pathOf(key)), { recursive: true });
    await rename(unfinished, this.pathOf(key));
  }

  async read(key: string, range?: ByteRange): Promise<Readable | undefined> {
    const file = await this.opened(key);
    return file && createReadStream('', { fd: file, ...range });
  }

  has(key: string): Promise<boolean> {
    return this.disk.exists(key);
  }

  async remove(key: string): Promise<void> {
    await this.disk.delete(unfinishedKey(key));
    await this.disk.delete(key);
  }

  async tidy(): Promise<void> {
    const names = await readdir(this.pathOf(UNFINISHED)).catch(noneIfMissing<string[]>([]));
    for (const name of names) {
      const key = `${UNFINISHED}/${name}`;
      // Another node that shares the directory may have been faster.
      const written = await stat(this.pathOf(key)).catch(noneIfMissing(undefined));
      if (written !== undefined && Date.now() - written.mtimeMs > FORGOTTEN_MS) await this.disk.delete(key);
    }
  }

  /** Opened before anything is answered: a content that is not there must not begin as one that is. */
  private opened(key: string): Promise<FileHandle | undefined> {
    return open(this.pathOf(key)).catch(noneIfMissing(undefined));
  }

  private pathOf(key: string): string {
    return join(this.directory, key);
  }
}

function unfinishedKey(key: string): string {
  return `${UNFINISHED}/${key.replaceAll('/', '-')}`;
}

function noneIfMissing<T>(none: T): (error: unknown) => T {
  return (error) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return none;
    throw error;
  };
}
