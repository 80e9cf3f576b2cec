import { describe, expect, it } from '@jest/globals';
import { cursorAt, placeOf } from './mentor-cursor.js';

const encoded = (text: string) => Buffer.from(text).toString('base64url');

describe('the cursor of a list of mentors', () => {
  it.each([
    { isBehind: false, key: 'ana', id: 'cmhuk0001' },
    { isBehind: true, key: 'ána "маша" 山', id: '' },
  ])('gives the place of %p back', (place) => {
    expect(placeOf(cursorAt(place))).toEqual(place);
  });

  it.each([
    ['nothing', ''],
    ['some text', 'abc'],
    ['no list', encoded('{"key":"a","id":"b"}')],
    ['half a place', encoded('[true,"a"]')],
    ['more than a place', encoded('[true,"a","b","c"]')],
    ['no yes or no', encoded('["true","a","b"]')],
    ['a number', encoded('[true,"a",1]')],
    ['a NUL', encoded('[true,"a\\u0000","b"]')],
    ['half a surrogate pair', encoded('[true,"a","\\ud800"]')],
  ])('is not %s', (_, cursor) => {
    expect(placeOf(cursor)).toBeUndefined();
  });
});
