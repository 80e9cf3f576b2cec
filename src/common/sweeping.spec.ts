import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Sweeping } from './sweeping.js';

const EVERY_MS = 1_000;

describe('Sweeping', () => {
  let sweeps: { succeed: () => void; fail: (error: unknown) => void }[];
  let failures: unknown[];
  let sweeping: Sweeping;

  beforeEach(() => {
    jest.useFakeTimers();
    sweeps = [];
    failures = [];
    const sweep = () => new Promise<void>((succeed, fail) => void sweeps.push({ succeed, fail }));
    sweeping = new Sweeping(sweep, EVERY_MS, (error) => void failures.push(error));
    sweeping.start();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('begins after a pause that is at most a quarter shorter', async () => {
    await jest.advanceTimersByTimeAsync(749);
    expect(sweeps).toHaveLength(0);
    await jest.advanceTimersByTimeAsync(251);
    expect(sweeps).toHaveLength(1);
  });

  it('does not begin again before it has ended, and then a pause later', async () => {
    await jest.advanceTimersByTimeAsync(10 * EVERY_MS);
    expect(sweeps).toHaveLength(1);
    sweeps[0]!.succeed();
    await jest.advanceTimersByTimeAsync(EVERY_MS);
    expect(sweeps).toHaveLength(2);
  });

  it('tells of a failure and goes on', async () => {
    await jest.advanceTimersByTimeAsync(EVERY_MS);
    sweeps[0]!.fail('the database is away');
    await jest.advanceTimersByTimeAsync(EVERY_MS);
    expect(failures).toEqual(['the database is away']);
    expect(sweeps).toHaveLength(2);
  });

  it('tells of no failure once it is stopped', async () => {
    await jest.advanceTimersByTimeAsync(EVERY_MS);
    sweeping.stop();
    sweeps[0]!.fail('the database is closed');
    await jest.advanceTimersByTimeAsync(EVERY_MS);
    expect(failures).toEqual([]);
  });

  it.each([
    ['while it waits', 0],
    ['while a sweep is under way', EVERY_MS],
  ])('ends when it is stopped %s', async (_, after) => {
    await jest.advanceTimersByTimeAsync(after);
    const begun = sweeps.length;
    sweeping.stop();
    sweeps.at(-1)?.succeed();
    await jest.advanceTimersByTimeAsync(5 * EVERY_MS);
    expect(sweeps).toHaveLength(begun);
  });
});
