import { describe, expect, it } from '@jest/globals';
import type { NotificationKind } from '../../protocol/index.js';
import { UNTOUCHED } from '../preferences/preferences.service.js';
import { decide } from './decision.js';

const NIGHT = new Date('2026-03-02T23:30:00Z');
const DAY = new Date('2026-03-02T12:00:00Z');
const asleep = { ...UNTOUCHED, quietHours: { from: '22:00', to: '07:00', timeZone: 'UTC' } };
const without = (way: 'push' | 'feed', kind: NotificationKind) => ({
  ...UNTOUCHED,
  kinds: { ...UNTOUCHED.kinds, [kind]: { push: true, feed: true, [way]: false } },
});
const mention = { kind: 'mention', onlyAbsent: false, expiresAt: null } as const;
const message = { kind: 'message', onlyAbsent: true, expiresAt: null } as const;
const ringing = { kind: 'call', onlyAbsent: true, expiresAt: '2026-03-02T23:30:20.000Z' } as const;

describe('where a notice goes', () => {
  it.each([
    ['a mention to somebody away', mention, { isHere: false }, { feed: true, push: true }],
    ['a mention to somebody here', mention, { isHere: true }, { feed: true, push: false }],
    ['a message to somebody away', message, { isHere: false }, { feed: true, push: true }],
    ['a message to somebody here, who has it already', message, { isHere: true }, { feed: false, push: false }],
    ['a mention in quiet hours', mention, { preferences: asleep, now: NIGHT }, { feed: true, push: false }],
    ['a mention at noon to who has quiet hours', mention, { preferences: asleep, now: DAY }, { feed: true, push: true }],
    ['a call in quiet hours', ringing, { preferences: asleep, now: NIGHT }, { feed: true, push: false }],
    ['a call while it rings', ringing, { now: NIGHT }, { feed: true, push: true }],
    ['a call that rings no more', ringing, { now: new Date('2026-03-02T23:30:20Z') }, { feed: false, push: false }],
    ['a kind that is not to be pushed', mention, { preferences: without('push', 'mention') }, { feed: true, push: false }],
    ['a kind that is not to be in the feed', mention, { preferences: without('feed', 'mention') }, { feed: false, push: true }],
    ['another kind than the one chosen', mention, { preferences: without('push', 'call') }, { feed: true, push: true }],
  ])('%s', (_, notice, circumstances, decision) => {
    expect(decide(notice, { isHere: false, preferences: UNTOUCHED, now: DAY, ...circumstances })).toEqual(decision);
  });
});
