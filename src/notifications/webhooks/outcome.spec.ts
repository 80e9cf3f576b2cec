import { describe, expect, it } from '@jest/globals';
import { outcomeOf } from './outcome.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const answered = (status: number, headers: Record<string, string> = {}, body = '') => outcomeOf({ status, headers, body }, NOW);

describe('an answer', () => {
  it.each([200, 201, 202, 204, 299])('of %d means delivered', (status) => {
    expect(answered(status, { 'retry-after': '5' }, 'anything')).toEqual({ outcome: 'delivered', status });
  });

  it('of 410 means gone', () => {
    expect(answered(410)).toMatchObject({ outcome: 'gone', status: 410 });
  });

  it.each([101, 301, 302, 304, 307, 308, 400, 401, 404, 408, 409, 422, 429, 500, 502, 503, 504, 0])(
    'of %d is tried again',
    (status) => {
      const outcome = answered(status);
      expect(outcome).toMatchObject({ outcome: 'retry', status, error: expect.stringContaining(String(status)) });
      expect(outcome).not.toHaveProperty('afterMs');
    },
  );

  it.each([
    ['7', 7_000],
    ['0', 0],
    ['Thu, 01 Jan 2026 00:01:00 GMT', 60_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['999999999', 24 * 3_600_000],
    ['Fri, 01 Jan 2100 00:00:00 GMT', 24 * 3_600_000],
  ])('with Retry-After: %s waits %d ms, from 429 and 503 alone', (text, afterMs) => {
    for (const status of [429, 503]) expect(answered(status, { 'retry-after': text })).toMatchObject({ afterMs });
    expect(answered(500, { 'retry-after': text })).not.toHaveProperty('afterMs');
  });

  it.each(['soon', '1.5e3x', ''])('with Retry-After: %s says nothing of when', (text) => {
    expect(answered(503, { 'retry-after': text })).not.toHaveProperty('afterMs');
  });

  it('is shown by its beginning, on one line, as text that can be kept', () => {
    expect(answered(500, {}, ' No\r\n\0 way\u001b[31m ')).toMatchObject({ error: 'It answered 500. No way [31m' });
    const { error } = answered(500, {}, `${'x'.repeat(199)}😀${'y'.repeat(5_000)}`) as { error: string };
    expect(error.length).toBeLessThan(230);
    expect(error.isWellFormed()).toBe(true);
  });
});
