import { beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { EntryCopies } from './entry-copies.js';

const YES = { is: true };
const NO = { is: false };

function isEntry(value: unknown): boolean {
  return typeof (value as { is?: unknown }).is === 'boolean';
}

describe('EntryCopies', () => {
  let copies: EntryCopies;
  let area: ReturnType<EntryCopies['watch']>;
  let changed: string[];

  beforeEach(() => {
    Logger.overrideLogger(false);
    copies = new EntryCopies();
    area = copies.watch('notes', isEntry);
    changed = [];
    area.listeners.push((key) => changed.push(key));
  });

  function said(key: string): unknown[] | undefined {
    return area.said.get(key)?.map(({ node, value }) => [node, value]);
  }

  it('hold what several nodes say under one key', () => {
    copies.take('a', 1, [['notes:ana', YES]]);
    copies.take('b', 1, [['notes:ana', NO]]);
    expect(said('ana')).toEqual([
      ['a', YES],
      ['b', NO],
    ]);
    copies.take('a', 2, [['notes:ana']]);
    expect(said('ana')).toEqual([['b', NO]]);
    copies.take('b', 2, [['notes:ana']]);
    expect(area.said.size).toBe(0);
    expect(changed).toEqual(['ana', 'ana', 'ana', 'ana']);
  });

  it('take a number once, and none behind a gap', () => {
    expect(copies.take('a', 2, [['notes:ana', YES]])).toBe(false);
    expect(copies.take('a', 1, [['notes:ana', YES]])).toBe(true);
    expect(copies.take('a', 1, [['notes:ana', NO]])).toBe(true);
    expect(copies.take('a', 3, [['notes:ana', NO]])).toBe(false);
    expect(said('ana')).toEqual([['a', YES]]);
    expect([copies.isComplete('a', 1), copies.isComplete('a', 2)]).toEqual([true, false]);
  });

  it('are as a whole reading says, unless that is older than what was told', () => {
    copies.take('a', 1, [
      ['notes:ana', YES],
      ['notes:ben', YES],
    ]);
    copies.replace(
      'a',
      5,
      new Map([
        ['notes:ben', NO],
        ['notes:cleo', YES],
      ]),
    );
    expect([said('ana'), said('ben'), said('cleo')]).toEqual([undefined, [['a', NO]], [['a', YES]]]);
    copies.replace('a', 4, new Map());
    expect(said('ben')).toEqual([['a', NO]]);
    expect(copies.take('a', 6, [['notes:ben']])).toBe(true);
    expect(said('ben')).toBeUndefined();
  });

  it('forget a node with all it said, and nobody else', () => {
    copies.take('a', 1, [
      ['notes:ana', YES],
      ['notes:ben', YES],
    ]);
    copies.take('b', 1, [['notes:ben', NO]]);
    changed.length = 0;
    copies.forget('a');
    expect([said('ana'), said('ben')]).toEqual([undefined, [['b', NO]]]);
    expect(changed.toSorted()).toEqual(['ana', 'ben']);
    expect(copies.isComplete('a', 1)).toBe(false);
  });

  it('hold nothing that is no entry, whenever it came; an entry that becomes one no more is gone', () => {
    copies.take('a', 1, [
      ['later:ana', { is: 1 }],
      ['later:ben', YES],
    ]);
    expect([...copies.watch('later', isEntry).said.keys()]).toEqual(['ben']);
    copies.take('a', 2, [['notes:ana', YES]]);
    copies.take('a', 3, [['notes:ana', 'garbage']]);
    expect(said('ana')).toBeUndefined();
  });

  it('reach every listener, also behind one that throws', () => {
    area.listeners.unshift(() => {
      throw new Error('a listener breaks');
    });
    copies.take('a', 1, [['notes:ana', YES]]);
    expect(changed).toEqual(['ana']);
  });
});
