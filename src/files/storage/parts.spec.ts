import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { partsOf } from './parts.js';

async function partsFrom(chunks: string[], size: number): Promise<[string, boolean][]> {
  const parts: [string, boolean][] = [];
  for await (const { bytes, isLast } of partsOf(Readable.from(chunks.map((chunk) => Buffer.from(chunk))), size)) {
    parts.push([Buffer.from(bytes).toString(), isLast]);
  }
  return parts;
}

describe('partsOf', () => {
  it.each([
    ['nothing', [], [['', true]]],
    ['less than a part', ['ab'], [['ab', true]]],
    ['exactly a part', ['ab', 'cd'], [['abcd', true]]],
    [
      'one byte more',
      ['abcd', 'e'],
      [
        ['abcd', false],
        ['e', true],
      ],
    ],
    [
      'a chunk of many parts',
      ['abcdefghij'],
      [
        ['abcd', false],
        ['efgh', false],
        ['ij', true],
      ],
    ],
    [
      'exactly two parts',
      ['abc', 'defgh'],
      [
        ['abcd', false],
        ['efgh', true],
      ],
    ],
  ] as [string, string[], [string, boolean][]][])('cuts %s', async (_, chunks, parts) => {
    expect(await partsFrom(chunks, 4)).toEqual(parts);
  });

  it('fails with what it reads', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('abc');
        await Promise.reject(new Error('cut'));
      })(),
    );
    await expect(partsOf(broken, 2).next()).resolves.toMatchObject({ value: { isLast: false } });
    const rest = (async () => {
      for await (const part of partsOf(broken, 2)) expect(part.isLast).toBe(false);
    })();
    await expect(rest).rejects.toThrow();
  });
});
