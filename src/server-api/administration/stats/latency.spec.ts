import { describe, expect, it } from '@jest/globals';
import { quantileMs, since, type Buckets } from './latency.js';

const BUCKETS: Buckets = [
  [0.001, 50],
  [0.01, 90],
  [0.1, 100],
  [Infinity, 100],
];

describe('latency from the buckets of a histogram', () => {
  it('lies within the bucket in which that many are reached', () => {
    expect(quantileMs(BUCKETS, 0.5)).toBeCloseTo(1);
    expect(quantileMs(BUCKETS, 0.7)).toBeCloseTo(5.5);
    expect(quantileMs(BUCKETS, 0.99)).toBeCloseTo(91);
  });

  it('is nothing where nothing happened', () => {
    expect(quantileMs([], 0.5)).toBeNull();
    expect(quantileMs(since(BUCKETS, BUCKETS), 0.5)).toBeNull();
  });

  it('is the last bound for what took longer than any', () => {
    expect(quantileMs([...BUCKETS.slice(0, -1), [Infinity, 1_000]], 0.99)).toBeCloseTo(100);
  });

  it('counts only what came since', () => {
    const before = BUCKETS.map(([bound, count]) => [bound, count / 2] as const);

    expect(since(BUCKETS, before)).toContainEqual([0.1, 50]);
    expect(since(BUCKETS, [])).toContainEqual([0.1, 100]);
  });
});
