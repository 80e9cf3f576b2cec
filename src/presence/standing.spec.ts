import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { person } from '../../test/support/rooms/fake-connection.js';
import {
  isAway,
  isIdle,
  newStanding,
  nobodyView,
  offlineView,
  othersView,
  ownView,
  say,
  statusTextOf,
  takeIn,
  takeOver,
  type Standing,
} from './standing.js';
import { NOTHING_CHOSEN } from './stored/stored-presences.js';

const AWAY_MS = 300_000;
const NOW = '2026-01-02T03:04:05.000Z';
const LATER = '2026-01-02T03:05:00.000Z';

describe('how a person stands', () => {
  let standing: Standing;

  beforeEach(() => {
    jest.useFakeTimers({ now: Date.parse(NOW) });
    standing = newStanding({ user: person('ana'), devices: 1, record: NOTHING_CHOSEN });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  function command(deviceId: string): void {
    takeIn(standing, [{ deviceId, lastCommandAt: performance.now() }]);
  }

  function away(): boolean {
    return isAway(standing, [isIdle(standing, AWAY_MS)]);
  }

  function sayAway(): void {
    say(standing, { revision: 1, by: 'phone' });
    jest.advanceTimersByTime(1);
  }

  it('is away when no device has given a command for that long', () => {
    jest.advanceTimersByTime(AWAY_MS - 1);
    expect(away()).toBe(false);
    jest.advanceTimersByTime(1);
    expect(away()).toBe(true);
    command('phone');
    expect(away()).toBe(false);
  });

  it('takes the latest of what its devices did, and what was before for nothing', () => {
    jest.advanceTimersByTime(AWAY_MS);
    takeIn(standing, [
      { deviceId: 'phone', lastCommandAt: performance.now() },
      { deviceId: 'laptop', lastCommandAt: 0 },
    ]);
    expect(away()).toBe(false);
  });

  it('is away once a device says so, whatever that device goes on to send', () => {
    sayAway();
    command('phone');
    expect(away()).toBe(true);
    command('laptop');
    expect(away()).toBe(false);
  });

  it('what another device sent before it was said does not end it', () => {
    const before = performance.now();
    jest.advanceTimersByTime(1);
    sayAway();
    takeIn(standing, [{ deviceId: 'laptop', lastCommandAt: before }]);
    expect(away()).toBe(true);
  });

  it('is away where every node says that they do nothing, and as before when they are on none', () => {
    expect(isAway(standing, [true, false])).toBe(false);
    expect(isAway(standing, [true, true])).toBe(true);
    expect(isAway({ ...standing, isAway: true }, [])).toBe(true);
    expect(isAway(standing, [])).toBe(false);
  });

  it('is back where any node saw that, however the nodes hear of it, until they choose anew', () => {
    const elsewhere = { user: standing.user, devices: ['laptop'], rooms: [], record: NOTHING_CHOSEN, idle: false };
    sayAway();
    takeOver(standing, { ...elsewhere, said: { revision: 1, by: null } });
    takeOver(standing, { ...elsewhere, said: { revision: 1, by: 'phone' } });
    expect(away()).toBe(false);
    takeOver(standing, { ...elsewhere, said: { revision: 2, by: 'laptop' } });
    expect(away()).toBe(true);
  });

  it('takes over a later choice of another node, not an earlier one', () => {
    const entry = { user: standing.user, devices: ['laptop'], rooms: [], idle: false, said: standing.said };
    const later = { ...NOTHING_CHOSEN, hiddenSince: NOW, revision: 2 };
    takeOver(standing, { ...entry, record: later });
    takeOver(standing, { ...entry, record: { ...NOTHING_CHOSEN, revision: 1 } });
    expect(standing.record).toEqual(later);
  });

  it('has a status text until that time', () => {
    const record = { ...NOTHING_CHOSEN, statusText: 'In a lesson', statusUntil: LATER };
    expect(statusTextOf(record)).toBe('In a lesson');
    jest.setSystemTime(Date.parse(LATER));
    expect(statusTextOf(record)).toBeNull();
    expect(ownView({ ...standing, record }, false)).toMatchObject({ statusText: null, until: null });
  });

  it('who is hidden is to others as one who is not here, since they hid', () => {
    const record = { ...NOTHING_CHOSEN, statusText: 'Secret', hiddenSince: NOW, lastSeenAt: LATER };
    const others = othersView({ ...standing, devices: 2, record }, false);
    expect(others).toEqual(offlineView(person('ana'), { ...record, statusText: null }));
    expect(others).toEqual({ user: person('ana'), state: 'offline', statusText: null, lastSeenAt: NOW, devices: 0 });
    expect(ownView({ ...standing, record }, true)).toMatchObject({ state: 'away', statusText: 'Secret', hidden: true });
  });

  it('nobody is a guest by another id than a guest’s', () => {
    expect(nobodyView('guest:1').user.guest).toBe(true);
    expect(nobodyView('ana').user).toEqual({ ...person('ana'), username: null });
  });
});
