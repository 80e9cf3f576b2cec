import type { User } from '@lyceum/client';
import { describe, expect, it } from '@jest/globals';
import { matching, mentionAt, mentionedIn, type Mentionable } from './mentions.js';

function person(name: string, username: string | null = null): Mentionable {
  const user: User = { id: `id of ${name}`, username, name, avatarUrl: null, role: 'student', guest: username === null };
  return { user, name };
}
const people = [person('Ada Lovelace', 'ada'), person('Bo', 'countess'), person('Zoë')];
const names = (found: readonly Mentionable[]): string[] => found.map(({ name }) => name);

describe('mentionAt', () => {
  it.each([
    ['@', 1, { start: 0, query: '' }],
    ['hello @zo', 9, { start: 6, query: 'zo' }],
    ['hello (@zoë', 11, { start: 7, query: 'zoë' }],
    ['hello @zo and', 9, { start: 6, query: 'zo' }],
  ])('sees the name that is typed in %s', (text, caret, found) => {
    expect(mentionAt(text, caret)).toEqual(found);
  });

  it.each([
    ['mail@example', 12],
    ['@zo and', 7],
    ['nothing', 3],
  ])('sees none in %s', (text, caret) => {
    expect(mentionAt(text, caret)).toBeUndefined();
  });
});

describe('matching', () => {
  it('finds people by the beginnings of their names and usernames', () => {
    expect(names(matching(people, 'love'))).toEqual(['Ada Lovelace']);
    expect(names(matching(people, 'COUNT'))).toEqual(['Bo']);
    expect(names(matching(people, ''))).toEqual(['Ada Lovelace', 'Bo', 'Zoë']);
    expect(names(matching(people, 'velace'))).toEqual([]);
  });
});

describe('mentionedIn', () => {
  it('names those whose whole name stands after an @', () => {
    expect(mentionedIn('@Zoë, and @Ada Lovelace!', people)).toEqual(['id of Ada Lovelace', 'id of Zoë']);
    expect(mentionedIn('@Ada, @Boris, Zoë', people)).toEqual([]);
    expect(mentionedIn('@Boris @Bo', people)).toEqual(['id of Bo']);
  });
});
