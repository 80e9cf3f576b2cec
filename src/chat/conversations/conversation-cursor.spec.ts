import { describe, expect, it } from '@jest/globals';
import { cursorAt, placeOf } from './conversation-cursor.js';

const PLACE = { lastActiveAt: new Date('2026-03-01T10:00:00.123Z'), roomId: '019a0000-0000-7000-8000-00000000000a' };

describe('the cursor of conversations', () => {
  it('leads back to the place it was made of', () => {
    expect(placeOf(cursorAt(PLACE))).toEqual(PLACE);
  });

  it.each([
    '',
    'nonsense',
    Buffer.from('1772359200123').toString('base64url'),
    Buffer.from(`soon ${PLACE.roomId}`).toString('base64url'),
    Buffer.from(`1772359200123 ${'x'.repeat(36)}`).toString('base64url'),
  ])('is nothing else: %j', (text) => {
    expect(placeOf(text)).toBeUndefined();
  });
});
