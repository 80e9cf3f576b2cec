import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findJsonError } from './json-error.js';

describe('findJsonError', () => {
  it.each([
    ['', 1, 1, 'The text ends where a value should be'],
    ['{"a": }', 1, 7, 'Expected a value, but there is "}"'],
    ['{"a": 1,}', 1, 8, 'No comma may stand after the last one'],
    ['[1 2]', 1, 4, 'Expected "," or "]", but there is "2"'],
    ['{\n  "text": "Hello",\n  name: "Ana"\n}', 3, 3, 'Expected a name in double quotes, but there is "n"'],
    ['{\n  "text" "Hello"\n}', 2, 10, 'Expected ":", but there is "\\""'],
    ["{'a': 1}", 1, 2, 'Expected a name in double quotes, but there is "\'"'],
    ["['a']", 1, 2, 'Texts stand in double quotes'],
    ['"no end', 1, 8, 'The text in quotes has no end on its line'],
    ['"\\x"', 1, 2, 'No such escape'],
    ['{} {}', 1, 4, 'Nothing may follow the value'],
    ['[1', 1, 3, 'Expected "," or "]", but the text ends'],
  ])('says of %j where it is wrong, and how', (text, line, column, message) => {
    expect(findJsonError(text)).toMatchObject({ line, column, message });
  });

  it('finds nothing wrong with what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2), (value, indent) => {
        expect(findJsonError(JSON.stringify(value, null, indent))).toBeUndefined();
      }),
    );
  });

  it('finds something wrong exactly where JSON.parse does', () => {
    const almostJson = fc
      .tuple(fc.jsonValue(), fc.nat(), fc.constantFrom('', ',', '"', '}', '0', '\\'))
      .map(([value, at, put]) => {
        const text = JSON.stringify(value);
        const place = at % (text.length + 1);
        return text.slice(0, place) + put + text.slice(place + 1);
      });
    fc.assert(
      fc.property(almostJson, (text) => {
        expect({ text, isJson: findJsonError(text) === undefined }).toEqual({ text, isJson: parses(text) });
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives up on what is nested without end, instead of the stack', () => {
    expect(findJsonError('['.repeat(100_000))).toMatchObject({ message: 'Too deeply nested' });
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
