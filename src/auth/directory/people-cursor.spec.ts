import { describe, expect, it } from '@jest/globals';
import { cursorAt, placeOf } from './people-cursor.js';

const encoded = (text: string) => Buffer.from(text).toString('base64url');

describe('the cursor of a list of people', () => {
  it.each([
    { key: 'ana', id: 'cmhuk0001' },
    { key: 'ána "маша" 山', id: '' },
  ])('gives the place of %p back', (place) => {
    expect(placeOf(cursorAt(place))).toEqual(place);
  });

  it.each([
    ['nothing', ''],
    ['some text', 'abc'],
    ['no list', encoded('{"key":"a","id":"b"}')],
    ['half a place', encoded('["a"]')],
    ['more than a place', encoded('["a","b","c"]')],
    ['a number', encoded('["a",1]')],
    ['a NUL', encoded('["a\\u0000","b"]')],
    ['half a surrogate pair', encoded('["a","\\ud800"]')],
  ])('is not %s', (_, cursor) => {
    expect(placeOf(cursor)).toBeUndefined();
  });
});
