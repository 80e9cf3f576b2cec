import { describe, expect, it } from '@jest/globals';
import { subjectKey } from './subject.js';

describe('subjectKey', () => {
  it.each([
    ['Maths', 'maths'],
    ['  maths ', 'MATHS'],
    ['Linear  algebra', 'linear algebra'],
    ['linear\u00A0algebra', 'Linear Algebra'],
    ['Ｍａｔｈｓ', 'maths'],
    ['ФИЗИКА', 'физика'],
    ['e\u0301tudes', 'Études'],
  ])('takes %j and %j for one subject', (one, other) => {
    expect(subjectKey(one)).toBe(subjectKey(other));
  });

  it.each([
    ['C', 'C++'],
    ['maths', 'mathematics'],
    ['linear algebra', 'linearalgebra'],
  ])('takes %j and %j for two', (one, other) => {
    expect(subjectKey(one)).not.toBe(subjectKey(other));
  });
});
