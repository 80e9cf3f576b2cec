import { describe, expect, it } from '@jest/globals';
import { ProtocolSplitter } from './protocol-splitter.js';

function message(type: string, body: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(4 + body.length);
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body)]);
}

const startup = message('', 'user\0postgres\0\0');
const parse = message('P', 'SELECT 1');
const sync = message('S', '');

describe('ProtocolSplitter', () => {
  it('takes the first message without a type byte and all others with one', () => {
    expect(new ProtocolSplitter().push(Buffer.concat([startup, parse, sync]))).toEqual([startup, parse, sync]);
  });

  it('gives the same messages however the bytes come', () => {
    const bytes = Buffer.concat([startup, parse, sync, parse]);
    for (let size = 1; size <= bytes.length; size += 1) {
      const splitter = new ProtocolSplitter();
      const messages: Buffer[] = [];
      for (let start = 0; start < bytes.length; start += size)
        messages.push(...splitter.push(bytes.subarray(start, start + size)));

      expect(messages).toEqual([startup, parse, sync, parse]);
    }
  });

  it('keeps an unfinished message to itself', () => {
    const splitter = new ProtocolSplitter();

    expect(splitter.push(startup.subarray(0, 3))).toEqual([]);
    expect(splitter.push(startup.subarray(3, 10))).toEqual([]);
    expect(splitter.push(startup.subarray(10))).toEqual([startup]);
  });
});
