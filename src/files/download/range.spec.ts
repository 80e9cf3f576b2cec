import { describe, expect, it } from '@jest/globals';
import { rangeIn } from './range.js';

describe('rangeIn', () => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['bytes=', undefined],
    ['bytes=-', undefined],
    ['bytes=0-9', { start: 0, end: 9 }],
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=90-', { start: 90, end: 99 }],
    ['bytes=99-', { start: 99, end: 99 }],
    ['bytes=50-1000', { start: 50, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-1000', { start: 0, end: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=100-200', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=9-5', undefined],
    ['bytes=0-1,5-6', undefined],
    ['bytes=a-b', undefined],
    ['items=0-9', undefined],
    ['bytes=0x0-9', undefined],
    [`bytes=${'9'.repeat(400)}-`, undefined],
  ])('reads %j', (header, range) => {
    expect(rangeIn(header, 100)).toEqual(range);
  });

  it('has nothing of an empty content to give', () => {
    expect(rangeIn('bytes=0-', 0)).toBe('unsatisfiable');
    expect(rangeIn(undefined, 0)).toBeUndefined();
  });
});
