import { describe, expect, it } from '@jest/globals';
import { outcomeOf } from './push-outcome.js';

describe('the answer of a push service', () => {
  it.each([
    [200, 'delivered'],
    [201, 'delivered'],
    [202, 'delivered'],
    [301, 'dead'],
    [400, 'dead'],
    [401, 'dead'],
    [403, 'dead'],
    [404, 'gone'],
    [410, 'gone'],
    [413, 'dead'],
    [429, 'retry'],
    [500, 'retry'],
    [503, 'retry'],
  ])('%d means %s', (status, outcome) => {
    expect(outcomeOf({ status, headers: {} })).toMatchObject({ outcome, status });
  });

  it.each([
    ['120', 120_000],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', undefined],
  ])('Retry-After: %s is waited for', (header, afterMs) => {
    const now = Date.parse('2026-01-01T00:00:00Z');

    const outcome = outcomeOf({ status: 503, headers: { 'retry-after': header } }, now);

    expect(outcome).toMatchObject({ outcome: 'retry' });
    expect('afterMs' in outcome ? outcome.afterMs : undefined).toBe(afterMs);
  });
});
