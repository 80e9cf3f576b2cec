import { describe, expect, it } from '@jest/globals';
import { personFrom } from './foreign-person.js';

describe('personFrom', () => {
  it.each([
    [{ sub: 'a', id: 'b', userId: 'c', _id: 'd' }, 'a'],
    [{ id: 'b', userId: 'c', _id: 'd' }, 'b'],
    [{ userId: 'c', _id: 'd' }, 'c'],
    [{ _id: 'd' }, 'd'],
    [{ sub: null, id: '', userId: 42 }, '42'],
    [{ sub: 0 }, '0'],
    [{ id: 'x'.repeat(128) }, 'x'.repeat(128)],
  ])('finds the id of %j', (claims, id) => {
    expect(personFrom(claims).id).toBe(id);
  });

  it.each([{}, { name: 'Nobody' }, { sub: '  ' }, { sub: {} }, { sub: true }, { sub: ['a'] }, { sub: 1.5 }, { sub: 2 ** 60 }])(
    'refuses %j, which names nobody',
    (claims) => {
      expect(() => personFrom(claims)).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
    },
  );

  it.each([['x'.repeat(129)], ['a\0b'], ['\uD83D']])('refuses the id %p, which could not be kept', (sub) => {
    expect(() => personFrom({ sub })).toThrow(expect.objectContaining({ code: 'UNAUTHENTICATED' }));
  });

  it.each([
    [{ name: 'Ana', username: 'ana7' }, 'Ana'],
    [{ username: 'ana7' }, 'ana7'],
    [{ name: '  ', username: 'ana7' }, 'ana7'],
    [{ name: 12, username: 'ana7' }, 'ana7'],
    [{ name: ' Ana\nMaria ' }, 'Ana Maria'],
    [{ name: '\uD83D' }, null],
    [{ name: '🙂'.repeat(70) }, '🙂'.repeat(64)],
    [{}, null],
  ])('shows %j as %p', (claims, name) => {
    expect(personFrom({ sub: 'a', ...claims }).name).toBe(name);
  });

  it.each([
    ['mentor', 'mentor'],
    ['Tutor', 'mentor'],
    ['teacher', 'mentor'],
    ['INSTRUCTOR', 'mentor'],
    ['student', 'student'],
    ['learner', 'student'],
    ['admin', 'student'],
    ['constructor', 'student'],
    [['mentor'], 'student'],
    [undefined, 'student'],
  ])('takes the role %p for %s', (role, ours) => {
    expect(personFrom({ sub: 'a', role }).role).toBe(ours);
  });

  it.each([
    [{ name: 'ana@example.com', username: 'ana' }, 'ana'],
    [{ name: 'ana@example.com' }, null],
    [{ name: 'Ana @ home. ' }, 'Ana @ home.'],
    [{ name: '@ana' }, '@ana'],
  ])('shows nobody an address: of %j the name is %p', (claims, name) => {
    expect(personFrom({ sub: 'a', ...claims }).name).toBe(name);
  });

  it.each([
    [{ email: 'Ana.Maria@Example.com' }, 'Ana.Maria@Example.com'],
    [{ email: 7 }, null],
    [{ email: 'x'.repeat(300) }, null],
  ])('keeps the address of %j as %p', (claims, email) => {
    expect(personFrom({ sub: 'a', ...claims }).email).toBe(email);
  });

  it.each([
    [{ picture: 'https://example.com/a.png' }, 'https://example.com/a.png'],
    [{ image: 'http://example.com/a.png' }, 'http://example.com/a.png'],
    [{ picture: 'javascript:alert(1)' }, null],
    [{ picture: 'data:image/svg+xml,x' }, null],
    [{ picture: '/a.png' }, null],
  ])('takes the picture of %j for %p', (claims, avatarUrl) => {
    expect(personFrom({ sub: 'a', ...claims }).avatarUrl).toBe(avatarUrl);
  });
});
