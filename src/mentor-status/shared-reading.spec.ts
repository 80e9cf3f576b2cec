import { beforeEach, describe, expect, it } from '@jest/globals';
import { SharedReading } from './shared-reading.js';

describe('SharedReading', () => {
  let shared: SharedReading<number>;
  let begun: number;
  let ends: ((error?: Error) => void)[];

  beforeEach(() => {
    shared = new SharedReading();
    [begun, ends] = [0, []];
  });

  /** Gives its own number when it is ended. */
  const reading = (): Promise<number> => {
    begun += 1;
    const number = begun;
    return new Promise((resolve, reject) => {
      ends.push((error) => {
        if (error === undefined) resolve(number);
        else reject(error);
      });
    });
  };
  const settle = () => new Promise(setImmediate);

  it('gives those who ask while one runs the next, all the same one', async () => {
    const first = shared.read('all', reading);
    const others = [shared.read('all', reading), shared.read('all', reading)];
    expect(begun).toBe(1);
    ends[0]!();
    expect(await first).toBe(1);
    await settle();
    expect(begun).toBe(2);

    const late = shared.read('all', reading);
    ends[1]!();
    expect(await Promise.all(others)).toEqual([2, 2]);
    await settle();
    ends[2]!();
    expect(await late).toBe(3);
  });

  it('begins at once where nobody reads', async () => {
    const first = shared.read('all', reading);
    ends[0]!();
    await first;
    const second = shared.read('all', reading);
    expect(begun).toBe(2);
    ends[1]!();
    expect(await second).toBe(2);
  });

  it('reads what is asked differently on its own', async () => {
    const [all, maths] = [shared.read('all', reading), shared.read('maths', reading)];
    expect(begun).toBe(2);
    ends[1]!();
    expect(await maths).toBe(2);
    ends[0]!();
    expect(await all).toBe(1);
  });

  it('tells of a failure those whose reading it was, and no one else', async () => {
    const first = shared.read('all', reading);
    const second = shared.read('all', reading);
    ends[0]!(new Error('away'));
    await expect(first).rejects.toThrow('away');
    await settle();
    ends[1]!();
    expect(await second).toBe(2);
  });
});
