import { describe, expect, it } from '@jest/globals';
import { aFile, aMessage } from '../../../test/support/realtime/canonical.js';
import { wordsOf } from './words.js';

const PLAN = aFile({ name: 'plan.pdf', url: '/api/files/1' });
const PHOTO = aFile({ name: 'photo.png', url: '/api/files/2' });

describe('the words of a message with files', () => {
  it.each([
    ['Look', [], 0, 'Look'],
    ['Look', [PLAN, PHOTO], 0, 'Look\nplan.pdf: /api/files/1\nphoto.png: /api/files/2'],
    ['', [PLAN], 0, 'plan.pdf: /api/files/1'],
    ['Look', [PLAN, PHOTO], 1, 'Look\nphoto.png: /api/files/2'],
    ['Look', [PLAN], 1, 'Look'],
    ['', [PLAN], 1, 'plan.pdf'],
    ['', [PLAN, PHOTO], 1, 'photo.png: /api/files/2'],
    ['', [], 1, ''],
  ])('%j with %j, of which the frame shows %d', (text, attachments, shown, words) => {
    expect(wordsOf(aMessage({ text, attachments }), shown)).toBe(words);
  });
});
