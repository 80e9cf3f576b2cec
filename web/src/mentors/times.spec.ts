import { describe, expect, it } from '@jest/globals';
import { elapsed, etaInWords, placeInWords, secondsUntil } from './times.js';

const AT = '2026-01-01T12:00:00.000Z';
const after = (seconds: number): number => Date.parse(AT) + seconds * 1_000;

describe('times of help', () => {
  it.each([
    [-5, '0:00'],
    [0, '0:00'],
    [65, '1:05'],
    [754, '12:34'],
    [3_607, '1:00:07'],
  ])('after %d seconds show %s', (seconds, shown) => {
    expect(elapsed(AT, after(seconds))).toBe(shown);
  });

  it('count down to 0 and no further', () => {
    expect(secondsUntil(AT, after(-29.5))).toBe(30);
    expect(secondsUntil(AT, after(3))).toBe(0);
  });

  it.each([
    [null, 'waiting time not known yet'],
    [20, 'less than a minute'],
    [60, 'about 1 minute'],
    [181, 'about 4 minutes'],
    [3_600, 'about 1 hour'],
    [7_300, 'about 2 hours'],
  ])('say of %s seconds: %s', (seconds, words) => {
    expect(etaInWords(seconds)).toBe(words);
  });

  it.each([
    [1, 'You are next, about 4 minutes'],
    [2, '2nd in line, about 4 minutes'],
    [3, '3rd in line, about 4 minutes'],
    [11, '11th in line, about 4 minutes'],
    [22, '22nd in line, about 4 minutes'],
  ])('say of place %d: %s', (position, words) => {
    expect(placeInWords({ requestId: 'r', position, etaSeconds: 240 })).toBe(words);
  });
});
