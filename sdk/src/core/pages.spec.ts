import { describe, expect, it } from '@jest/globals';
import { Pages } from './pages.js';
import type { Wire } from './wire.js';

/** Pages whose every question is kept until it is let go. */
function heldPages() {
  const asked: string[] = [];
  const waiting: (() => void)[] = [];
  let connected: (() => void) | undefined;
  const wire = { onConnected: (listener: () => void) => (connected = listener) } as unknown as Wire;
  const pages = new Pages(wire, async (before) => {
    asked.push(before ?? 'first');
    await new Promise<void>((resolve) => waiting.push(resolve));
    pages.cursor = before === undefined ? 'a' : null;
  });
  return { pages, asked, connect: () => connected?.(), answer: () => waiting.shift()?.() };
}

describe('Pages', () => {
  it('asks once for those who want the next page at the same time', async () => {
    const { pages, asked, answer } = heldPages();
    const first = pages.first();
    answer();
    await first;
    const both = [pages.more(), pages.more()];
    await Promise.resolve();
    await Promise.resolve();
    answer();
    await Promise.all(both);

    expect(asked).toEqual(['first', 'a']);
  });

  it('loads the first page anew also when a later one is on its way', async () => {
    const { pages, asked, connect, answer } = heldPages();
    const first = pages.first();
    answer();
    await first;
    const more = pages.more();
    await Promise.resolve();
    expect(asked).toEqual(['first', 'a']);
    connect();
    answer();
    await more;
    await Promise.resolve();

    expect(asked).toEqual(['first', 'a', 'first']);
  });

  it('asks for nothing after the last page', async () => {
    const { pages, asked } = heldPages();
    await pages.more();

    expect(asked).toEqual([]);
  });

  it('loads the first page anew after a connect, once somebody wanted it', () => {
    const { pages, asked, connect } = heldPages();
    connect();
    expect(asked).toEqual([]);
    pages.want();
    pages.want();

    expect(asked).toEqual(['first']);
  });
});
