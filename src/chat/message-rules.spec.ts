import { describe, expect, it } from '@jest/globals';
import { type AppError } from '../common/index.js';
import { assertSendable } from './message-rules.js';

function refusedField(message: Parameters<typeof assertSendable>[0]): string | undefined {
  try {
    assertSendable(message);
    return undefined;
  } catch (error) {
    expect(error).toMatchObject({ code: 'INVALID' });
    return (error as AppError).field;
  }
}

describe('what may be said', () => {
  it.each([
    ['one character', 'a', undefined],
    ['only a space', ' ', undefined],
    ['nothing', '', 'text'],
    ['4,000 letters', 'ä'.repeat(4_000), undefined],
    ['4,001 letters', 'ä'.repeat(4_001), 'text'],
    ['4,000 emoji, two code units each', '🎓'.repeat(4_000), undefined],
    ['4,001 emoji', '🎓'.repeat(4_001), 'text'],
    ['a megabyte', 'x'.repeat(1_000_000), 'text'],
  ])('text of %s', (_, text, field) => {
    expect(refusedField({ text })).toBe(field);
  });

  it('no text where there is a file', () => {
    expect(refusedField({ text: '', attachments: ['f'] })).toBeUndefined();
    expect(refusedField({ text: '', attachments: [] })).toBe('text');
    expect(refusedField({ text: 'x'.repeat(4_001), attachments: ['f'] })).toBe('text');
  });

  it.each([
    ['8 KB', { a: 'x'.repeat(8_192 - '{"a":""}'.length) }, undefined],
    ['a byte more', { a: 'x'.repeat(8_193 - '{"a":""}'.length) }, 'metadata'],
    ['few characters of many bytes', { a: '€'.repeat(2_800) }, 'metadata'],
  ])('metadata of %s as JSON', (_, metadata, field) => {
    expect(refusedField({ text: 'Hi', metadata })).toBe(field);
  });
});
