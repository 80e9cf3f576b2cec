import { describe, expect, it } from '@jest/globals';
import { personOf } from './person.js';

const token = (claims: unknown) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`;

describe('who a token is about', () => {
  it.each([
    [
      { sub: '1', username: 'ana' },
      { id: '1', name: 'ana' },
    ],
    [
      { id: '2', name: 'Zoë ÿ?>' },
      { id: '2', name: 'Zoë ÿ?>' },
    ],
    [{ userId: '3' }, { id: '3', name: '3' }],
  ])('is read from %j', (claims, person) => {
    expect(personOf(token(claims))).toEqual({ ...person, token: token(claims) });
  });

  it.each(['', 'not.a.token', 'a', token([1]), token({ sub: 7 })])('is not known of %j', (text) => {
    expect(personOf(text)).toBeUndefined();
  });
});
