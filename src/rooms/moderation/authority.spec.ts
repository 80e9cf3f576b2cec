import { describe, expect, it } from '@jest/globals';
import { rankByMembership, rankOf, refusalOf, type Action, type Attempt, type Rank } from './authority.js';

const RANKS: readonly Rank[] = ['admin', 'owner', 'moderator', 'member', 'stranger', 'banned'];
const ON_PEOPLE: readonly Action[] = ['kick', 'ban', 'mute'];

const attempt = (fields: Partial<Attempt>): Attempt => ({
  kind: 'session',
  visibility: 'code',
  action: 'update',
  rank: 'owner',
  ...fields,
});
const decision = (fields: Partial<Attempt>): string => refusalOf(attempt(fields))?.code ?? 'ok';

describe('who may moderate', () => {
  it.each(['update', 'rotate-code', 'announce', 'banned', 'unban'] as const)('%s: moderators and above', (action) => {
    expect(RANKS.map((rank) => decision({ action, rank }))).toEqual(['ok', 'ok', 'ok', 'FORBIDDEN', 'NOT_A_MEMBER', 'BANNED']);
  });

  it.each(['close', 'role'] as const)('%s: the owner and admins', (action) => {
    expect(RANKS.map((rank) => decision({ action, rank }))).toEqual([
      'ok',
      'ok',
      'FORBIDDEN',
      'FORBIDDEN',
      'NOT_A_MEMBER',
      'BANNED',
    ]);
  });

  it('members are listed for members', () => {
    expect(RANKS.map((rank) => decision({ action: 'members', rank }))).toEqual([
      'ok',
      'ok',
      'ok',
      'ok',
      'NOT_A_MEMBER',
      'BANNED',
    ]);
  });

  it.each(ON_PEOPLE)('%s: of those above the person', (action) => {
    const targets: readonly Rank[] = ['owner', 'moderator', 'member', 'stranger'];
    const on = (rank: Rank) => targets.map((target) => decision({ action, rank, target: { rank: target, isSelf: false } }));

    expect(on('admin')).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(on('owner')).toEqual(['FORBIDDEN', 'ok', 'ok', 'ok']);
    expect(on('moderator')).toEqual(['FORBIDDEN', 'FORBIDDEN', 'ok', 'ok']);
  });

  it('nobody acts on themselves, whatever they are', () => {
    expect(decision({ action: 'kick', rank: 'admin', target: { rank: 'member', isSelf: true } })).toBe('FORBIDDEN');
  });

  it('a stranger learns nothing of rooms they could not join', () => {
    expect(decision({ rank: 'stranger', visibility: 'private' })).toBe('ROOM_NOT_FOUND');
    expect(decision({ rank: 'stranger', kind: 'direct' })).toBe('ROOM_NOT_FOUND');
    expect(decision({ rank: 'stranger', visibility: 'public' })).toBe('NOT_A_MEMBER');
  });

  it('nothing of a conversation of two is moderated, and the lobby is neither closed nor given away', () => {
    expect(decision({ kind: 'direct', rank: 'owner', action: 'update' })).toBe('FORBIDDEN');
    expect(decision({ kind: 'direct', rank: 'member', action: 'members' })).toBe('ok');
    expect(decision({ kind: 'lobby', rank: 'admin', action: 'close' })).toBe('FORBIDDEN');
    expect(decision({ kind: 'lobby', rank: 'admin', action: 'role' })).toBe('FORBIDDEN');
    expect(decision({ kind: 'lobby', rank: 'admin', action: 'kick' })).toBe('ok');
  });
});

describe('what somebody is in a room', () => {
  const owner = { role: 'owner', banned: false } as const;

  it('an admin of the app is one everywhere but in conversations of two, and a guest never', () => {
    expect(rankOf({ role: 'admin', guest: false }, 'session', undefined)).toBe('admin');
    expect(rankOf({ role: 'admin', guest: false }, 'lobby', owner)).toBe('admin');
    expect(rankOf({ role: 'admin', guest: false }, 'direct', undefined)).toBe('stranger');
    expect(rankOf({ role: 'admin', guest: true }, 'session', undefined)).toBe('stranger');
  });

  it('the lobby and conversations of two have members alone', () => {
    expect(rankByMembership('lobby', owner)).toBe('member');
    expect(rankByMembership('direct', owner)).toBe('member');
    expect(rankByMembership('group', owner)).toBe('owner');
    expect(rankByMembership('group', { role: 'owner', banned: true })).toBe('banned');
  });
});
