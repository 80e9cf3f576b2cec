import { describe, expect, it } from '@jest/globals';
import { bytes, duration, rate, span } from './formats.js';

describe('numbers that administrators read', () => {
  it('have the unit that fits', () => {
    expect([0, 900, 2_048, 5 * 1024 ** 2, 1.5 * 1024 ** 3].map(bytes)).toEqual(['0 B', '900 B', '2 KB', '5 MB', '1.5 GB']);
    expect([null, 0.42, 12, 250, 1_500].map(duration)).toEqual(['–', '0.4 ms', '12 ms', '250 ms', '1.5 s']);
    expect([0, 0.016, 0.4, 3.26, 1_234.5].map(rate)).toEqual(['0', '0.02', '0.4', '3.3', '1,235']);
  });

  it('tell a span in its two largest units', () => {
    expect([0, 59, 60, 3_700, 90_000, 86_460].map(span)).toEqual(['0 s', '59 s', '1 min', '1 h 1 min', '1 d 1 h', '1 d']);
  });
});
