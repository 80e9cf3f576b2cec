import { describe, expect, it } from '@jest/globals';
import { segmentsOf } from './segments.js';

const linksIn = (text: string): string[] =>
  segmentsOf(text, []).flatMap((segment) => (segment.kind === 'link' ? [segment.href] : []));

describe('segmentsOf', () => {
  it.each([
    ['See https://example.org/a.', 'https://example.org/a'],
    ['(https://example.org/a)', 'https://example.org/a'],
    ['https://example.org/a_(b)', 'https://example.org/a_(b)'],
    ['“https://example.org”, she said', 'https://example.org/'],
    ['www.example.org/a?b=c#d!', 'https://www.example.org/a?b=c#d'],
    ['<https://example.org/>', 'https://example.org/'],
  ])('finds the address in %s', (text, href) => {
    expect(linksIn(text)).toEqual([href]);
  });

  it.each(['javascript:alert(1)', 'data:text/html,a', 'http://', 'ftp://example.org', 'example.org', 'https://%'])(
    'makes no link of %s',
    (text) => {
      expect(linksIn(text)).toEqual([]);
    },
  );

  it('marks the names that are addressed, the longest first', () => {
    expect(segmentsOf('@Ada Lovelace, ask @Ada', ['Ada', 'Ada Lovelace'])).toEqual([
      { kind: 'mention', text: '@Ada Lovelace' },
      { kind: 'text', text: ', ask ' },
      { kind: 'mention', text: '@Ada' },
    ]);
  });

  it('gives back the whole text, whatever stands in it', () => {
    const text = 'a @Ada http:// https://example.org/@Ada). \n\n@Ada @Bo';
    expect(
      segmentsOf(text, ['Ada'])
        .map((segment) => segment.text)
        .join(''),
    ).toBe(text);
  });
});
