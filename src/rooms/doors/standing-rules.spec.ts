import { describe, expect, it } from '@jest/globals';
import type { Standing } from './admission.repository.js';
import { isLetIn, isNewsToInvited, isTurnedAway, isWorthANewKnock } from './standing-rules.js';

const waiting: Standing = { state: 'waiting', guest: false, name: null, age: 1, sinceTold: 1 };
const invited: Standing = { ...waiting, state: 'invited' };
const denied: Standing = { ...waiting, state: 'denied' };

describe('how somebody stands at the door', () => {
  it('who was let in may enter, a guest under the name they knocked by alone', () => {
    expect(isLetIn(invited, 'Ana')).toBe(true);
    const guest = { ...invited, guest: true, name: 'Mia' };
    expect(isLetIn(guest, 'Mia')).toBe(true);
    expect(isLetIn(guest, 'The teacher')).toBe(false);
    for (const standing of [waiting, denied, undefined]) expect(isLetIn(standing, 'Ana')).toBe(false);
  });

  it('who was turned away is so for five minutes', () => {
    expect(isTurnedAway({ ...denied, age: 299 })).toBe(true);
    expect(isTurnedAway({ ...denied, age: 300 })).toBe(false);
    for (const standing of [waiting, invited, undefined]) expect(isTurnedAway(standing)).toBe(false);
  });

  it('a knock is told again after half a minute, an invitation after a minute', () => {
    expect(isWorthANewKnock({ ...waiting, sinceTold: 29 })).toBe(false);
    expect(isWorthANewKnock({ ...waiting, sinceTold: 30 })).toBe(true);
    expect(isNewsToInvited({ ...invited, sinceTold: 59 })).toBe(false);
    expect(isNewsToInvited({ ...invited, sinceTold: 60 })).toBe(true);
    for (const standing of [waiting, denied, undefined]) expect(isNewsToInvited(standing)).toBe(true);
  });
});
