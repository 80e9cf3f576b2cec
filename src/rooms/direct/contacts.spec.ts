import { describe, expect, it } from '@jest/globals';
import { contactsOf, type Acquaintance } from './contacts.js';

function someone(id: string, issuer: string): Acquaintance {
  return { id, name: id.toUpperCase(), avatarUrl: null, email: `${id}@school.example`, issuer };
}

describe('contactsOf', () => {
  const emails = (...people: Acquaintance[]) => contactsOf(['ana', 'ben'], { people }).map(({ email }) => email);

  it('shows the addresses of people of one app to each other', () => {
    expect(emails(someone('ana', 'nextauth'), someone('ben', 'nextauth'))).toEqual(['ana@school.example', 'ben@school.example']);
  });

  it.each([
    ['of two issuers', [someone('ana', 'nextauth'), someone('ben', 'app')]],
    ['who registered here', [someone('ana', 'lyceum'), someone('ben', 'lyceum')]],
    ['one of whom nobody knows', [someone('ana', 'nextauth')]],
    ['whom nobody knows', []],
  ])('shows none of people %s', (_, people) => {
    expect(emails(...people)).toEqual([null, null]);
  });

  it('calls who is not known by their id, in the order of the pair', () => {
    expect(contactsOf(['ana', 'ben'], { people: [someone('ben', 'nextauth')] })).toEqual([
      { id: 'ana', name: 'ana', avatarUrl: null, email: null },
      { id: 'ben', name: 'BEN', avatarUrl: null, email: null },
    ]);
    expect(contactsOf(['ana', 'ben'], { people: null }).map(({ name }) => name)).toEqual(['ana', 'ben']);
  });
});
