import { describe, expect, it } from '@jest/globals';
import { pauseAfter } from './backoff.js';

const HOUR = 3_600_000;
const middle = () => 0.5;

/** Every pause of a delivery that never gets there. */
function pauses(random: () => number): number[] {
  const all: number[] = [];
  for (let attempts = 1; ; attempts += 1) {
    const pause = pauseAfter(attempts, 0, random);
    if (pause === undefined) return all;
    all.push(pause);
  }
}

describe('the pause before the next attempt', () => {
  it('grows from seconds to half a day, and ends within three days', () => {
    const seconds = pauses(middle).map((pause) => pause / 1_000);
    expect(seconds.slice(0, 6)).toEqual([5, 25, 125, 625, 3_125, 15_625]);
    expect(new Set(seconds.slice(6))).toEqual(new Set([12 * 3_600]));
    const total = pauses(() => 1).reduce((sum, pause) => sum + pause, 0);
    expect(total).toBeGreaterThan(60 * HOUR);
    expect(total).toBeLessThan(80 * HOUR);
  });

  it('differs for those that failed together', () => {
    expect(pauseAfter(1, 0, () => 0)).toBe(4_000);
    expect(pauseAfter(1, 0, () => 1)).toBe(6_000);
    expect(new Set(Array.from({ length: 20 }, () => pauseAfter(1))).size).toBeGreaterThan(1);
  });

  it('is what the service asked for, within reason', () => {
    expect(pauseAfter(1, 60_000, middle)).toBe(60_000);
    expect(pauseAfter(3, 1_000, middle)).toBe(125_000);
    expect(pauseAfter(1, 1_000 * HOUR, middle)).toBe(12 * HOUR);
    expect(pauseAfter(12, 60_000, middle)).toBeUndefined();
  });
});
