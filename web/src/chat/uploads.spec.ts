import { describe, expect, it } from '@jest/globals';
import { LyceumError, type Attachment, type UploadOptions } from '@lyceum/client';
import { MOST_FILES, Uploads } from './uploads.js';

/** A server that takes a file when the test says so. */
class Server {
  readonly asked: { file: Blob; options: UploadOptions; take: () => void; refuse: () => void }[] = [];
  readonly removed: string[] = [];

  upload(file: Blob, options: UploadOptions = {}): Promise<Attachment> {
    return new Promise((resolve, reject) => {
      const id = `file-${this.asked.length}`;
      const attachment = {
        id,
        name: id,
        size: file.size,
        contentType: 'text/plain',
        width: null,
        height: null,
        url: `/api/files/${id}`,
      };
      const error = new LyceumError({ code: 'FILE_TOO_LARGE', message: 'This file is too large.', retryable: false });
      options.signal?.addEventListener('abort', () => reject(new DOMException('Given up', 'AbortError')));
      this.asked.push({ file, options, take: () => resolve(attachment), refuse: () => reject(error) });
    });
  }

  remove(id: string): Promise<void> {
    this.removed.push(id);
    return Promise.resolve();
  }
}

const textFile = (name: string): File => new File(['some words'], name, { type: 'text/plain' });
/** What was decided just now has been told. */
const told = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the files of a message', () => {
  it('go up at once, to where the message goes, and tell how far they are', () => {
    const server = new Server();
    const uploads = new Uploads(server, () => ({ room: { id: 'r1' } }));
    uploads.add([textFile('notes.txt')]);
    server.asked[0]?.options.onProgress?.(5, 10);

    expect(server.asked[0]?.options.room).toEqual({ id: 'r1' });
    expect(uploads.get()).toMatchObject([{ share: 0.5, attachment: undefined }]);
  });

  it('are taken for the message when they are on the server; those that were refused stay', async () => {
    const server = new Server();
    const uploads = new Uploads(server, () => ({}));
    uploads.add([textFile('one.txt'), textFile('two.txt')]);
    server.asked[0]?.take();
    server.asked[1]?.refuse();
    await told();

    expect(uploads.take().map(({ id }) => id)).toEqual(['file-0']);
    expect(uploads.get().map(({ file, error }) => [file.name, error?.code])).toEqual([['two.txt', 'FILE_TOO_LARGE']]);
  });

  it('are given up when they are dropped on their way, and removed when they are there', async () => {
    const server = new Server();
    const uploads = new Uploads(server, () => ({}));
    uploads.add([textFile('one.txt'), textFile('two.txt')]);
    const [one, two] = uploads.get();
    if (one === undefined || two === undefined) throw new Error('Both are there');
    uploads.drop(one);
    server.asked[1]?.take();
    await told();
    uploads.drop(two);

    expect(server.asked[0]?.options.signal?.aborted).toBe(true);
    expect(server.removed).toEqual(['file-1']);
    expect(uploads.get()).toEqual([]);
  });

  it('go up two at once, the others as soon as there is room', async () => {
    const server = new Server();
    const uploads = new Uploads(server, () => ({}));
    uploads.add(['one.txt', 'two.txt', 'three.txt', 'four.txt'].map(textFile));
    expect(server.asked).toHaveLength(2);

    server.asked[0]?.refuse();
    await told();
    expect(server.asked).toHaveLength(3);
    const [, two] = uploads.get();
    if (two === undefined) throw new Error('All are there');
    uploads.drop(two);
    await told();
    expect(server.asked.map(({ file }) => (file as File).name)).toEqual(['one.txt', 'two.txt', 'three.txt', 'four.txt']);
  });

  it('are forgotten where nobody writes any more, also on the server', async () => {
    const server = new Server();
    const uploads = new Uploads(server, () => ({}));
    uploads.add([textFile('one.txt'), textFile('two.txt')]);
    server.asked[0]?.take();
    await told();
    uploads.stop();

    expect(server.removed).toEqual(['file-0']);
    expect(server.asked[1]?.options.signal?.aborted).toBe(true);
    expect(uploads.get()).toEqual([]);
  });

  it('are no more than a message may have', () => {
    const uploads = new Uploads(new Server(), () => ({}));
    const many = Array.from({ length: MOST_FILES + 1 }, (_, index) => textFile(`${index}.txt`));

    expect(uploads.add(many)).toBe(false);
    expect(uploads.get()).toHaveLength(MOST_FILES);
  });
});
