import type { RoomMessage } from '@lyceum/client';
import { describe, expect, it } from '@jest/globals';
import { blocksOf, holds, isSameBlock } from './blocks.js';
import type { Item } from './items.js';

const item = (seq: number): Item => {
  const message = { id: `m${seq}`, key: `k${seq}`, seq } as RoomMessage;
  return { kind: 'message', key: message.key, message, isFirst: true, quoted: undefined };
};
const day: Item = { kind: 'day', key: 'day', at: '2026-05-04T12:00:00' };
const numbers = (from: number, to: number): Item[] => Array.from({ length: to - from }, (_, index) => item(from + index));

describe('the blocks of a list', () => {
  it('hold the same messages whatever is put before and after them', () => {
    const items = numbers(100, 300);
    const some = blocksOf(items.slice(60, 150)).slice(1, -1);
    const all = new Map(blocksOf(items).map((block) => [block.key, block]));

    expect(some.length).toBeGreaterThan(0);
    for (const block of some) expect(all.get(block.key)).toEqual(block);
  });

  it('keep a day with the message after it, and what is on its way with the last that was said', () => {
    const blocks = blocksOf([item(78), item(79), day, item(80), item(0)]);
    expect(blocks.map(({ items }) => items.map(({ key }) => key))).toEqual([
      ['k78', 'k79'],
      ['day', 'k80', 'k0'],
    ]);
    expect(blocksOf([day, item(0)])).toHaveLength(1);
  });

  it('are the same where they are drawn the same', () => {
    const items = numbers(1, 5);
    const [before] = blocksOf(items);
    const [again] = blocksOf(items.map((one) => ({ ...one })));
    const [changed] = blocksOf(items.with(2, item(3)));
    if (before === undefined || again === undefined || changed === undefined) throw new Error('Each has one');

    expect(isSameBlock(before, again)).toBe(true);
    expect(isSameBlock(before, changed)).toBe(false);
    expect(holds(before, 'm3')).toBe(true);
    expect(holds(before, 'm7')).toBe(false);
  });
});
