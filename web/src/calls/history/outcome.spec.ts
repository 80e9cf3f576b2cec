import { describe, expect, it } from '@jest/globals';
import type { CallDetails, CallEndReason, User } from '@lyceum/client';
import { outcomeOf } from './outcome.js';

const person = (id: string): User => ({ id, username: null, name: id, avatarUrl: null, role: 'student', guest: false });
const ended = (caller: string, endReason: CallEndReason, acceptedAt: string | null = null): Parameters<typeof outcomeOf>[0] => ({
  caller: person(caller),
  state: 'ended' satisfies CallDetails['state'],
  acceptedAt,
  endReason,
});

describe('what became of a call', () => {
  it('is that one talked, whoever called and however it ended', () => {
    expect(outcomeOf(ended('ada', 'completed', '2026-01-01T10:00:00Z'), 'me')).toBe('talked');
    expect(outcomeOf(ended('me', 'connection_lost', '2026-01-01T10:00:00Z'), 'me')).toBe('talked');
  });

  it('is that one missed it, unless one declined it oneself', () => {
    const reasons: CallEndReason[] = ['no_answer', 'cancelled', 'busy', 'unreachable'];
    expect(reasons.map((reason) => outcomeOf(ended('ada', reason), 'me'))).toEqual(Array(4).fill('missed'));
    expect(outcomeOf(ended('ada', 'declined'), 'me')).toBe('declined');
  });

  it('is why nobody answered whom one called', () => {
    const reasons: CallEndReason[] = ['declined', 'no_answer', 'cancelled', 'busy', 'unreachable', 'failed'];
    expect(reasons.map((reason) => outcomeOf(ended('me', reason), 'me'))).toEqual([
      'refused',
      'unanswered',
      'cancelled',
      'busy',
      'unreachable',
      'failed',
    ]);
  });

  it('is open while it lasts', () => {
    expect(outcomeOf({ ...ended('me', 'completed'), state: 'active', endReason: null }, 'me')).toBe('underWay');
  });
});
