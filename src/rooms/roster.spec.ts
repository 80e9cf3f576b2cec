import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Connection } from '../realtime/index.js';
import { Roster } from './roster.js';
import type { Arrival } from './seat.js';

const room = { id: 'room-1', key: null, code: 'ABCDEF' };

function arrival(name: string, userId = name.toLowerCase()): Arrival {
  const user = { id: userId, username: null, name, avatarUrl: null, role: 'student', guest: true } as const;
  return { room, user, name, role: 'member', muted: false, joinedAt: '2026-01-01T00:00:00.000Z', moment: 1 };
}

function connection(id: string): Connection {
  return { id } as Connection;
}

describe('the roster', () => {
  let roster: Roster;

  beforeEach(() => {
    roster = new Roster();
  });

  it('seats a person once, however many connections they have', () => {
    const first = roster.enter(arrival('Ana'), connection('a1'));
    const second = roster.enter(arrival('Ana'), connection('a2'));

    expect(first.isNew).toBe(true);
    expect(second).toEqual({ seat: first.seat, isNew: false, isNewcomer: false });
    expect(roster.seats(room.id)).toEqual([first.seat]);
  });

  it('keeps the name and the time of the first entry', () => {
    roster.enter(arrival('Ana', 'u1'), connection('a1'));

    const { seat } = roster.enter({ ...arrival('Anna', 'u1'), joinedAt: 'later' }, connection('a2'));

    expect(seat).toMatchObject({ name: 'Ana', joinedAt: '2026-01-01T00:00:00.000Z' });
  });

  it('shows people in the order in which they came', () => {
    for (const name of ['Cleo', 'Ana', 'Ben']) roster.enter(arrival(name), connection(name));

    expect(roster.seats(room.id).map(({ name }) => name)).toEqual(['Cleo', 'Ana', 'Ben']);
  });

  it('tells of absence when the last connection has gone, and only then', () => {
    const { seat } = roster.enter(arrival('Ana'), connection('a1'));
    roster.enter(arrival('Ana'), connection('a2'));

    expect(roster.disconnect(room.id, 'ana', 'a1')).toBeUndefined();
    expect(roster.disconnect(room.id, 'ana', 'a2')).toBe(seat);
    expect(roster.disconnect(room.id, 'ana', 'a2')).toBeUndefined();
  });

  it('keeps the seat of who is absent until it is cleared', () => {
    const { seat } = roster.enter(arrival('Ana'), connection('a1'));
    roster.disconnect(room.id, 'ana', 'a1');

    expect(roster.seat(room.id, 'ana')).toBe(seat);
    expect(roster.remove(seat)).toBe(true);
    expect(roster.remove(seat)).toBe(false);
    expect(roster.seat(room.id, 'ana')).toBeUndefined();
  });

  it('does not clear the new seat of somebody whose old one is cleared late', () => {
    const { seat: old } = roster.enter(arrival('Ana'), connection('a1'));
    roster.remove(old);
    const { seat } = roster.enter(arrival('Ana'), connection('a2'));

    expect(roster.remove(old)).toBe(false);
    expect(roster.seat(room.id, 'ana')).toBe(seat);
  });

  it.each(['ana', 'ANA', 'Ａna', ' Ana\u200B'])('finds who has the name that looks like %j', (name) => {
    const { seat } = roster.enter(arrival('Ana'), connection('a1'));

    expect(roster.holderOf(room.id, name)).toMatchObject({ own: seat });
  });

  it('knows no holder of a name in another room', () => {
    roster.enter(arrival('Ana'), connection('a1'));

    expect(roster.holderOf('room-2', 'Ana')).toBeUndefined();
    expect(roster.holderOf(room.id, 'Anna')).toBeUndefined();
  });

  it('forgets a room when everybody has gone', () => {
    const { seat } = roster.enter(arrival('Ana'), connection('a1'));
    expect(roster.occupied()).toEqual([room.id]);

    roster.remove(seat);

    expect(roster.occupied()).toEqual([]);
    expect(roster.isOccupied(room.id)).toBe(false);
  });
});
