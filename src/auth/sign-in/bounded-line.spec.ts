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
    await expect(Promise.all([1, 2, 3, 4, 5].map((name) => line.run(work(name))))).resolves.toEqual([1, 2, 3, 4, 5]);
    expect(begun).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  it('sends away whoever finds it full, and takes in again when there is room', async () => {
    const line = new BoundedLine(1, 1);
    let finish = (): void => undefined;
    const first = line.run(() => new Promise<void>((resolve) => (finish = resolve)));
    const second = line.run(() => Promise.resolve('second'));
    await expect(line.run(() => Promise.resolve())).rejects.toMatchObject({ code: 'UNAVAILABLE', retryAfterMs: 1_000 });
    finish();
    await first;
    await expect(second).resolves.toBe('second');
    await expect(line.run(() => Promise.resolve('third'))).resolves.toBe('third');
  });

  it('gives the place of failed work to the next', async () => {
    const line = new BoundedLine(1, 1);
    await expect(line.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    await expect(line.run(() => Promise.resolve('next'))).resolves.toBe('next');
  });
});
