import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { COUNTED_PARTICIPANTS } from '../protocol/index.js';
import type { Connection, Publisher } from '../realtime/index.js';
import { Attendance } from './attendance.js';
import { Roster } from './roster.js';
import type { Seat } from './seat.js';

const ROOM = { id: 'room-1', key: null, code: 'ABC234' };

describe('what a room hears of those who come and go', () => {
  let roster: Roster;
  let attendance: Attendance;
  let published: unknown[][];

  beforeEach(() => {
    jest.useFakeTimers();
    published = [];
    roster = new Roster();
    const publisher = { publish: (...fact: unknown[]) => published.push(fact) } as unknown as Publisher;
    attendance = new Attendance(roster, publisher);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  function come(id: string): Seat {
    const user = { id, username: id, name: id, avatarUrl: null, role: 'student', guest: false } as const;
    const arrival = {
      room: ROOM,
      user,
      name: id,
      role: 'member',
      muted: false,
      joinedAt: '2026-01-01T00:00:00.000Z',
      moment: 1,
    } as const;
    const { seat } = roster.enter(arrival, { id: `connection of ${id}` } as Connection);
    attendance.arrived(seat, `connection of ${id}`, false);
    return seat;
  }

  const crowd = (people: number): Seat[] => Array.from({ length: people }, (_, index) => come(`p${index}`));
  const names = (): unknown[] => published.map(([, name]) => name);

  it('is names up to 200 people', () => {
    const [first] = crowd(COUNTED_PARTICIPANTS);
    attendance.left(first!, 'left', 'c1');

    expect(names()).toEqual([...Array<string>(COUNTED_PARTICIPANTS).fill('rooms:joined'), 'rooms:left']);
    expect(published.at(-1)).toEqual([
      { room: ROOM.id, exceptConnection: 'c1' },
      'rooms:left',
      expect.objectContaining({ name: 'p0', reason: 'left' }),
    ]);
  });

  it('is their number past it, once a second however many come', () => {
    crowd(COUNTED_PARTICIPANTS + 50);
    expect(names()).not.toContain('rooms:count');

    jest.advanceTimersByTime(1_000);
    expect(published.slice(COUNTED_PARTICIPANTS)).toEqual([
      [{ room: ROOM.id }, 'rooms:count', { room: ROOM, participantCount: COUNTED_PARTICIPANTS + 50 }, { volatile: true }],
    ]);
    jest.advanceTimersByTime(60_000);
    expect(published).toHaveLength(COUNTED_PARTICIPANTS + 1);
  });

  it('is their number less often the more there are, and always the last one', () => {
    crowd(2_000);
    jest.advanceTimersByTime(1_000);
    published = [];
    come('one more');
    jest.advanceTimersByTime(3_900);
    expect(published).toEqual([]);
    come('the last');
    jest.advanceTimersByTime(200);
    expect(published).toEqual([[{ room: ROOM.id }, 'rooms:count', { room: ROOM, participantCount: 2_002 }, { volatile: true }]]);
  });

  it('reaches whoever is removed from a crowd by name', () => {
    const [first, second] = crowd(COUNTED_PARTICIPANTS + 2);
    published = [];

    attendance.left(first!, 'kicked');
    attendance.left(second!, 'disconnected');

    expect(published).toEqual([[{ user: 'p0' }, 'rooms:left', expect.objectContaining({ room: ROOM, reason: 'kicked' })]]);
  });
});
