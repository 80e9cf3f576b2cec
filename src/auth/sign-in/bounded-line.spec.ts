import { describe, expect, it } from '@jest/globals';
import { BoundedLine } from './bounded-line.js';

describe('BoundedLine', () => {
  it('runs two at once, in order, and all of them', async () => {
    const line = new BoundedLine(2, 10);
    const begun: number[] = [];
    let running = 0;
    let most = 0;
    const work = (name: number) => async () => {
      begun.push(name);
      most = Math.max(most, (running += 1));
      await new Promise(setImmediate);
      running -= 1;
      return name;
    };
    await expect(Promise.all([1, 2, 3, 4, 5].map((name) => line.run('a', work(name))))).resolves.toEqual([1, 2, 3, 4, 5]);
    expect(begun).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  it('sends away whoever finds it full, and takes in again when there is room', async () => {
    const line = new BoundedLine(1, 1);
    let finish = (): void => undefined;
    const first = line.run('a', () => new Promise<void>((resolve) => (finish = resolve)));
    const second = line.run('a', () => Promise.resolve('second'));
    await expect(line.run('a', () => Promise.resolve())).rejects.toMatchObject({ code: 'UNAVAILABLE', retryAfterMs: 1_000 });
    finish();
    await first;
    await expect(second).resolves.toBe('second');
    await expect(line.run('a', () => Promise.resolve('third'))).resolves.toBe('third');
  });

  it('gives the place of failed work to the next', async () => {
    const line = new BoundedLine(1, 1);
    await expect(line.run('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(line.run('a', () => Promise.resolve('next'))).resolves.toBe('next');
  });

  it('lets parties take turns, however large the crowd is that came before', async () => {
    const line = new BoundedLine(1, 10);
    const done: string[] = [];
    const come = (party: string, name: string) => line.run(party, () => Promise.resolve(done.push(name)));
    await Promise.all([...['a1', 'a2', 'a3', 'a4'].map((name) => come('a', name)), come('b', 'b1'), come('c', 'c1')]);
    expect(done).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'a4']);
  });

  it('sends away the last of the largest crowd when it is full', async () => {
    const line = new BoundedLine(1, 3);
    const come = (party: string, name: string) => line.run(party, () => Promise.resolve(name));
    const all = Promise.allSettled([
      come('a', 'a1'),
      come('a', 'a2'),
      come('a', 'a3'),
      come('a', 'a4'),
      come('b', 'b1'),
      come('b', 'b2'),
    ]);
    const done = (await all).map((answer) => (answer.status === 'fulfilled' ? answer.value : 'sent away'));
    expect(done).toEqual(['a1', 'a2', 'a3', 'sent away', 'b1', 'sent away']);
  });
});
