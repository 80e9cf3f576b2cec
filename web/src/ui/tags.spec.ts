import { describe, expect, it } from '@jest/globals';
import { withTyped } from './tags.js';

describe('withTyped', () => {
  it.each([
    ['Maths', ['Physics', 'Maths']],
    [' Maths , Art,', ['Physics', 'Maths', 'Art']],
    ['physics, PHYSICS', ['Physics']],
    ['  ', ['Physics']],
    ['a, b, c', ['Physics', 'a', 'b']],
  ])('adds of “%s” what is new: %j', (typed, together) => {
    expect(withTyped(['Physics'], typed, 3)).toEqual(together);
  });
});
