import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { GrowingPauses } from './growing-pauses.js';

describe('GrowingPauses', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: 0 });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const waitOf = (pauses: GrowingPauses): number => {
    try {
      pauses.attempt('key');
      return 0;
    } catch (refusal) {
      return (refusal as { retryAfterMs: number }).retryAfterMs;
    }
  };

  it('doubles the pause after each further failure, up to five minutes', () => {
    const pauses = new GrowingPauses(1);
    const waits: number[] = [];
    expect(waitOf(pauses)).toBe(0);
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      expect(waitOf(pauses)).toBe(0);
      waits.push(waitOf(pauses));
      jest.advanceTimersByTime(waits.at(-1) ?? 0);
    }
    expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000]);
    expect(waitOf(pauses)).toBe(0);
    expect(waitOf(pauses)).toBe(300_000);
  });

  it('forgets after a quarter of an hour', () => {
    const pauses = new GrowingPauses(1);
    for (let attempt = 1; attempt <= 3; attempt += 1) waitOf(pauses);
    expect(pauses.isSlowed('key')).toBe(true);
    jest.advanceTimersByTime(900_000);
    expect(pauses.isSlowed('key')).toBe(false);
    expect(waitOf(pauses)).toBe(0);
  });

  it('keeps a bounded number of keys, and those that are tried again longest', () => {
    const pauses = new GrowingPauses(1);
    for (let number = 0; number < 200_000; number += 1) {
      pauses.attempt(`key ${number}`);
      if (number % 1_000 === 0) waitOf(pauses);
    }
    expect(pauses.size).toBe(20_000);
    expect(pauses.isSlowed('key')).toBe(true);
  });
});
