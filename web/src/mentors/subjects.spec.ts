import { describe, expect, it } from '@jest/globals';
import type { MentorStatus } from '@lyceum/client';
import { fitting, subjectsOf } from './subjects.js';

function mentor(name: string, subjects: string[], availability: MentorStatus['availability'] = 'available'): MentorStatus {
  return {
    mentor: { id: name, username: name, name, avatarUrl: null, role: 'mentor', guest: false },
    availability,
    statusText: null,
    subjects,
    capacity: 1,
    load: 0,
    metadata: null,
    updatedAt: '2026-01-01T12:00:00.000Z',
  };
}

const MIA = mentor('Mia', ['Maths', 'Physics']);
const MO = mentor('Mo', [' maths'], 'busy');
const ANA = mentor('Ana', []);
const ALL = [MIA, MO, ANA];
const ANYTHING = { subject: '', query: '', availableOnly: false };

describe('subjects of mentors', () => {
  it('are one whoever writes them how, the most frequent first', () => {
    expect(subjectsOf(ALL)).toEqual([
      { key: 'maths', name: 'Maths', count: 2 },
      { key: 'physics', name: 'Physics', count: 1 },
    ]);
  });

  it('show who can be asked before who cannot', () => {
    const ida = mentor('Ida', [], 'offline');
    expect(fitting([ida, MO, MIA], ANYTHING)).toEqual([MIA, MO, ida]);
  });

  it('find those who help with them, and those who help with everything', () => {
    expect(fitting(ALL, { ...ANYTHING, subject: 'physics' })).toEqual([MIA, ANA]);
    expect(fitting(ALL, { ...ANYTHING, subject: 'maths', availableOnly: true })).toEqual([MIA, ANA]);
  });

  it('are searched with the names, each word of the query', () => {
    expect(fitting(ALL, { ...ANYTHING, query: 'MATHS m' })).toEqual([MIA, MO]);
    expect(fitting(ALL, { ...ANYTHING, query: '  ana ' })).toEqual([ANA]);
    expect(fitting(ALL, { ...ANYTHING, query: 'maths ana' })).toEqual([]);
  });
});
