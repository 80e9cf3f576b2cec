import { describe, expect, it } from '@jest/globals';
import { quantileMs, since } from './latency.js';

const BUCKETS = new Map([
  [0.001, 50],
  [0.01, 90],
  [0.1, 100],
  [Infinity, 100],
]);

describe('latency from the buckets of a histogram', () => {
  it('lies within the bucket in which that many are reached', () => {
    expect(quantileMs(BUCKETS, 0.5)).toBeCloseTo(1);
    expect(quantileMs(BUCKETS, 0.7)).toBeCloseTo(5.5);
    expect(quantileMs(BUCKETS, 0.99)).toBeCloseTo(91);
  });

  it('is nothing where nothing happened', () => {
    expect(quantileMs(new Map(), 0.5)).toBeNull();
    expect(quantileMs(since(BUCKETS, BUCKETS), 0.5)).toBeNull();
  });

  it('is the last bound for what took longer than any', () => {
    expect(quantileMs(new Map([...BUCKETS, [Infinity, 1_000]]), 0.99)).toBeCloseTo(100);
  });

  it('counts only what came since', () => {
    const before = new Map([...BUCKETS].map(([bound, count]) => [bound, count / 2] as const));

    expect(since(BUCKETS, before).get(0.1)).toBe(50);
    expect(since(BUCKETS, new Map()).get(0.1)).toBe(100);
  });
});
