import { beforeEach, describe, expect, it } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { OwnEntries, type Batch } from './own-entries.js';

describe('OwnEntries', () => {
  let entries: OwnEntries;

  beforeEach(() => {
    Logger.overrideLogger(false);
    entries = new OwnEntries();
  });

  function batches(): Batch[] {
    const all: Batch[] = [];
    for (let batch = entries.nextBatch(); batch !== undefined; batch = entries.nextBatch()) all.push(batch);
    return all;
  }

  it('tell what changed, once, as it is then', () => {
    entries.set('a', { n: 1 });
    entries.set('a', { n: 2 });
    entries.set('b', { n: 3 });
    entries.delete('b');
    entries.delete('never set');
    expect(batches()).toEqual([{ seq: 1, set: [['a', '{"n":2}']], deleted: ['b'] }]);
    expect(entries.isToldWhole).toBe(true);
    entries.delete('a');
    expect(batches()).toEqual([{ seq: 2, set: [], deleted: ['a'] }]);
    expect([...entries.whole()]).toEqual([]);
  });

  it('tell much in parts', () => {
    for (let n = 0; n < 2_500; n += 1) entries.set(`k${n}`, {});
    const large = { text: 'x'.repeat(60_000) };
    for (let n = 0; n < 10; n += 1) entries.set(`large ${n}`, large);
    expect(batches().map(({ seq, set }) => [seq, set.length])).toEqual([
      [1, 1_000],
      [2, 1_000],
      [3, 505],
      [4, 5],
    ]);
  });

  it('tell nothing of a value that is too large, also where it was smaller before', () => {
    entries.set('a', { text: 'small' });
    batches();
    entries.set('a', { text: 'x'.repeat(64 * 1024) });
    expect(batches()).toEqual([{ seq: 2, set: [], deleted: ['a'] }]);
    expect([...entries.whole()]).toEqual([]);
  });

  it('keep no more changes than there is room for, and skip a number instead', () => {
    for (let n = 0; n < 100_001; n += 1) {
      entries.set(`k${n}`, {});
      entries.delete(`k${n}`);
    }
    entries.set('here', {});
    expect(entries.forgetTooMuch()).toBe(true);
    expect(entries.seq).toBe(1);
    expect(batches()).toEqual([]);
    expect([...entries.whole()]).toEqual([['here', '{}']]);
  });
});
