import { describe as suite, expect, it } from '@jest/globals';
import { aNumber, aText, aTime, anArray, describe, having, like, matches, without, type Pattern } from './pattern.js';

suite('a pattern', () => {
  it.each<[Pattern, unknown, boolean]>([
    [{ a: 1 }, { a: 1, more: true }, true],
    [{ a: 1 }, { a: '1' }, false],
    [{ a: { b: aText } }, { a: { b: 'x' } }, true],
    [{ a: { b: aText } }, { a: null }, false],
    [{ a: aText }, {}, false],
    [{ a: undefined }, {}, true],
    [['x'], ['x'], true],
    [['x'], ['x', 'y'], false],
    [having({ id: 1 }), [{ id: 2 }, { id: 1, name: 'y' }], true],
    [having({ id: 1 }), [{ id: 2 }], false],
    [having('x'), 'x', false],
    [without('x'), ['y'], true],
    [without('x'), ['x'], false],
    [aTime, '2026-01-02T03:04:05.678Z', true],
    [aTime, 'yesterday', false],
    [aNumber, '1', false],
    [anArray, [], true],
    [like(/^[A-Z]{2}$/, 'two letters'), 'AB', true],
    [like(/^[A-Z]{2}$/, 'two letters'), 'ab', false],
    [null, undefined, false],
  ])('%j and %j: %s', (pattern, value, fits) => {
    expect(matches(pattern, value)).toBe(fits);
  });

  it('can be read', () => {
    expect(describe({ id: aText, users: having('Ana'), list: [1, 'x'] })).toBe(
      '{ id: ‹a text›, users: ‹a list with "Ana"›, list: [1, "x"] }',
    );
  });
});
