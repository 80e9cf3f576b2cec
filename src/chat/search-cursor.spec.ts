import { describe, expect, it } from '@jest/globals';
import { newId } from '../common/index.js';
import { cursorAt, placeOf } from './search-cursor.js';

describe('the cursor of a search', () => {
  it('gives the place back where the page ended', () => {
    const place = { createdAt: new Date('2025-03-01T10:11:12.345Z'), roomId: newId(), seq: 123_456 };
    expect(placeOf(cursorAt(place))).toEqual(place);
  });

  it.each([
    ['nothing', ''],
    ['some text', 'abc'],
    ['no room', Buffer.from('1 2 3').toString('base64url')],
    ['a room that is none', Buffer.from(`1 ${'x'.repeat(36)} 3`).toString('base64url')],
    ['a number that is none', Buffer.from(`1 ${newId()} -3`).toString('base64url')],
    ['too large a number', Buffer.from(`1 ${newId()} ${'9'.repeat(16)}`).toString('base64url')],
  ])('is not %s', (_, cursor) => {
    expect(placeOf(cursor)).toBeUndefined();
  });
});
