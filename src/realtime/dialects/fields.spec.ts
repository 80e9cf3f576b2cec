import { describe, expect, it } from '@jest/globals';
import { optionalText, text } from './fields.js';

describe('text', () => {
  it('gives the field as it is', () => {
    expect(text({ name: '  Ana ' }, 'name')).toBe('  Ana ');
  });

  it.each([undefined, null, '', 0, 12, true, {}, ['Ana']])('refuses %p under the name the client knows', (value) => {
    const expected = expect.objectContaining({ code: 'INVALID', field: 'userName' });
    expect(() => text({ userName: value }, 'userName')).toThrow(expected);
  });
});

describe('optionalText', () => {
  it.each([undefined, null])('takes %p for absent', (value) => {
    expect(optionalText({ clientId: value }, 'clientId')).toBeUndefined();
  });

  it('gives what is there', () => {
    expect(optionalText({ clientId: 'c-1' }, 'clientId')).toBe('c-1');
  });

  it.each(['', 12, {}, []])('refuses %p, which is there and no text', (value) => {
    expect(() => optionalText({ clientId: value }, 'clientId')).toThrow('clientId must be a non-empty string');
  });
});
