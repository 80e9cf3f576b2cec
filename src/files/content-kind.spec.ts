import { describe, expect, it } from '@jest/globals';
import { contentKindOf, HEAD_BYTES } from './content-kind.js';

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));
const filled = (start: Buffer, length = HEAD_BYTES) => Buffer.concat([start, Buffer.alloc(length - start.length)]);

const UNKNOWN_SIZE = { width: null, height: null };

describe('contentKindOf', () => {
  it('takes the size of a picture as it is shown, and of nothing else', async () => {
    const gif = bytes('GIF89a', [3, 0, 2, 0]);
    expect(await contentKindOf(gif)).toEqual({ contentType: 'image/gif', width: 3, height: 2 });
    expect(await contentKindOf(bytes('%PDF-1.7\n'))).toEqual({ contentType: 'application/pdf', ...UNKNOWN_SIZE });
  });

  it('knows documents of Office, which are ZIP files with XML in them', async () => {
    const main = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
    const types = `<Types><Override PartName="/word/document.xml" ContentType="${main}.main+xml"/></Types>`;
    const name = '[Content_Types].xml';
    const length = [types.length & 255, types.length >> 8, 0, 0];
    const header = bytes('PK\x03\x04', [20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], length, length, [name.length, 0, 0, 0]);
    expect(await contentKindOf(filled(bytes([...header], name, types), 10_000))).toEqual({ contentType: main, ...UNKNOWN_SIZE });
  });

  it('knows no size of a picture of no pixels, or of more than there can be', async () => {
    for (const size of [
      [0, 0, 2, 0],
      [0, 0, 0, 0],
    ]) {
      expect(await contentKindOf(bytes('GIF89a', size))).toEqual({ contentType: 'image/gif', ...UNKNOWN_SIZE });
    }
    const png = bytes(
      [0x89],
      'PNG\r\n',
      [0x1a, 0x0a, 0, 0, 0, 13],
      'IHDR',
      [0x7f, 255, 255, 255, 0, 0, 0, 1, 8, 6, 0, 0, 0],
      'xxxxIDAT',
    );
    expect(await contentKindOf(filled(png, 200))).toMatchObject(UNKNOWN_SIZE);
  });

  // Parsers that step from box to box by lengths that the file says have been caught in circles before.
  it.each<[string, Buffer]>([
    [
      'an AVIF of boxes without a length',
      filled(bytes([0, 0, 0, 24], 'ftypavif', [0, 0, 0, 0], 'avifmif1', [0, 0, 0, 0], 'meta')),
    ],
    ['a JPEG of segments without a length', filled(bytes([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xe1, 0, 0]))],
    ['a WebP that is cut off', bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8 ')],
    ['a TIFF that leads to itself', filled(bytes('II*\0', [8, 0, 0, 0, 1, 0, 0, 1, 4, 0, 1, 0, 0, 0, 8, 0, 0, 0, 8, 0, 0, 0]))],
    ['an ASF of objects without a length', filled(bytes([0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11, 0xa6, 0xd9]))],
    ['a ZIP that is cut off', bytes('PK\x03\x04', [20, 0, 0, 0, 0, 0], '[Content_Types].xml')],
    ['an ID3 tag as long as it gets', filled(bytes('ID3', [4, 0, 0, 0x7f, 0x7f, 0x7f, 0x7f]))],
  ])('comes to an end with %s', async (_, head) => {
    expect(await contentKindOf(head)).toMatchObject(UNKNOWN_SIZE);
  });
});
