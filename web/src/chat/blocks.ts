import type { Item } from './items.js';

/** So many numbers of a room share a block. */
const NUMBERS = 40;

/** Items that are drawn, laid out and passed over together: of a list of thousands one or two blocks change at a time. */
export interface Block {
  readonly key: number;
  readonly items: readonly Item[];
}

/** In blocks by the numbers of their messages, so that neither older messages nor newer ones move any from its block to another. */
export function blocksOf(items: readonly Item[]): Block[] {
  const blocks: { key: number; items: Item[] }[] = [];
  let gathered: Item[] = [];
  for (const item of items) {
    gathered.push(item);
    // What stands before a message goes along with it.
    if (item.kind !== 'message') continue;
    const last = blocks.at(-1);
    // What is on its way has no number yet, and stands at the end.
    const key = item.message.seq === 0 ? (last?.key ?? 0) : Math.floor(item.message.seq / NUMBERS);
    if (last?.key === key) last.items.push(...gathered);
    else blocks.push({ key, items: gathered });
    gathered = [];
  }
  return blocks;
}

/** Whether it would be drawn the same. */
export function isSameBlock(one: Block, other: Block): boolean {
  return one.items.length === other.items.length && one.items.every((item, index) => isSame(item, other.items[index]));
}

function isSame(one: Item, other: Item | undefined): boolean {
  if (one.kind !== 'message' || other?.kind !== 'message') return one.kind === other?.kind && one.key === other.key;
  return one.message === other.message && one.isFirst === other.isFirst && one.quoted === other.quoted;
}

/** Whether that message stands in it. */
export function holds({ items }: Block, messageId: string): boolean {
  return items.some((item) => item.kind === 'message' && item.message.id === messageId);
}
