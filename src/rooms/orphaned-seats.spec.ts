import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { AppConfig } from '../config/index.js';
import type { Connection, Elsewhere, Publisher, SharedEntries, Sharing } from '../realtime/index.js';
import { Attendance } from './attendance.js';
import type { GuestEndings } from './guest-endings.js';
import { OrphanedSeats } from './orphaned-seats.js';
import type { Participation } from './participation.js';
import { Roster } from './roster.js';
import type { SharedSeat } from './seat.js';
import { SharedSeats } from './shared-seats.js';

const GRACE_MS = 5_000;
const GUESTS_MS = 60_000;
const ROOM = { id: 'room-1', key: null, code: 'ABC234' };

function seat(id: string, more: Partial<SharedSeat> = {}): SharedSeat {
  const user = { id, username: null, name: id, avatarUrl: null, role: 'student', guest: id.startsWith('guest') } as const;
  const joinedAt = '2026-01-01T00:00:00.000Z';
  return { room: ROOM, user, name: id, role: 'member', joinedAt, moment: 1, goneAt: null, ...more };
}

/** What other nodes say, as a test has them say it. */
class OtherNodes {
  readonly alive = new Set(['b', 'c']);
  readonly own = new Map<string, SharedSeat>();
  isFirst = true;
  readonly isAlone = false;
  private readonly said = new Map<string, Elsewhere<SharedSeat>[]>();
  private changed: (key: string) => void = () => undefined;

  of(): SharedEntries<SharedSeat> {
    return {
      set: (key, value) => this.own.set(key, value),
      delete: (key) => this.own.delete(key),
      elsewhere: (key) => this.said.get(key) ?? [],
      allElsewhere: () => this.said,
      onChange: (listener) => {
        this.changed = listener;
      },
    };
  }

  isThere(node: string): boolean {
    return this.alive.has(node);
  }

  say(node: string, value: SharedSeat | undefined, userId = value?.user.id ?? ''): void {
    const key = `${ROOM.id} ${userId}`;
    const others = (this.said.get(key) ?? []).filter((one) => one.node !== node);
    this.said.set(key, value === undefined ? others : [...others, { node, value }]);
    this.changed(key);
  }

  die(node: string): void {
    this.alive.delete(node);
    for (const [key, said] of this.said) {
      if (!said.some((one) => one.node === node)) continue;
      this.said.set(
        key,
        said.filter((one) => one.node !== node),
      );
      this.changed(key);
    }
  }
}

describe('seats on other nodes', () => {
  let nodes: OtherNodes;
  let roster: Roster;
  let told: string[];
  let ended: string[];

  beforeEach(() => {
    jest.useFakeTimers();
    nodes = new OtherNodes();
    roster = new Roster();
    told = [];
    ended = [];
    const publisher = {
      publish: (_: unknown, name: string, data: { name: string }) => told.push(`${name} ${data.name}`),
    } as unknown as Publisher;
    const endings = {
      end: (_: string, userId: string) => {
        ended.push(userId);
        return Promise.resolve();
      },
    } as unknown as GuestEndings;
    const sharing = nodes as unknown as Sharing;
    const config = { presence: { graceMs: GRACE_MS } } as AppConfig;
    const orphans = new OrphanedSeats(config, roster, new Attendance(roster, publisher), endings, sharing);
    const participation = { heardElsewhere: () => undefined } as unknown as Participation;
    new SharedSeats(sharing, roster, orphans, participation).onModuleInit();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const names = (): string[] => roster.participants(ROOM.id).map(({ name }) => name);
  const enter = (id: string) => {
    const { goneAt: _, ...arrival } = seat(id, { joinedAt: '2026-01-02T00:00:00.000Z' });
    return roster.enter({ ...arrival, muted: false }, { id: `connection of ${id}` } as Connection);
  };

  it('are of people who are shown and counted, in the order in which they came', () => {
    enter('ana');
    nodes.say('b', seat('ben'));
    nodes.say('b', seat('cleo', { joinedAt: '2025-01-01T00:00:00.000Z' }));

    expect(names()).toEqual(['cleo', 'ben', 'ana']);
    expect(roster.count(ROOM.id)).toBe(3);
  });

  it('count once with one here, which goes on by their name and time', () => {
    nodes.say('b', seat('ana', { name: 'Ana of b' }));

    const { seat: own, isNew, isNewcomer } = enter('ana');

    expect([isNew, isNewcomer]).toEqual([true, false]);
    expect(own).toMatchObject({ name: 'Ana of b', joinedAt: '2026-01-01T00:00:00.000Z' });
    expect(roster.count(ROOM.id)).toBe(1);
  });

  it('hear of a seat here when it is new, empty, taken again and gone, and not of a second device', () => {
    const said = () => nodes.own.get(`${ROOM.id} ana`)?.goneAt;
    enter('ana');
    expect(said()).toBeNull();
    roster.disconnect(ROOM.id, 'ana', 'connection of ana');
    expect(said()).toEqual(expect.any(Number));
    const { seat: own } = enter('ana');
    expect(said()).toBeNull();
    roster.remove(own);
    expect(said()).toBeUndefined();
  });

  it('stay for the grace when their node is gone; then everybody is told, once', () => {
    nodes.say('b', seat('ana'));
    nodes.die('b');
    expect(names()).toEqual(['ana']);
    expect(told).toEqual([]);

    jest.advanceTimersByTime(GRACE_MS);

    expect(names()).toEqual([]);
    expect(roster.isOccupied(ROOM.id)).toBe(false);
    expect(told).toEqual(['rooms:left ana']);
  });

  it('are cleared without a word where another node is the first', () => {
    nodes.isFirst = false;
    nodes.say('b', seat('ana'));
    nodes.die('b');
    jest.advanceTimersByTime(GRACE_MS);

    expect(names()).toEqual([]);
    expect(told).toEqual([]);
  });

  it('of who came back elsewhere within the grace are cleared without a word', () => {
    nodes.say('b', seat('ana'));
    nodes.say('b', seat('ben'));
    nodes.die('b');
    nodes.say('c', seat('ana'));
    const { isNewcomer } = enter('ben');
    jest.advanceTimersByTime(GRACE_MS);

    expect(isNewcomer).toBe(false);
    expect(names()).toEqual(expect.arrayContaining(['ana', 'ben']));
    expect(told).toEqual([]);
  });

  it('that their own node has given up are gone at once, and told of by it', () => {
    nodes.say('b', seat('ana'));
    nodes.say('b', undefined, 'ana');

    expect(names()).toEqual([]);
    jest.advanceTimersByTime(GRACE_MS);
    expect(told).toEqual([]);
  });

  it('of a node that could only not be heard are told of again', () => {
    nodes.say('b', seat('ana'));
    nodes.die('b');
    jest.advanceTimersByTime(GRACE_MS);
    nodes.alive.add('b');
    nodes.say('b', seat('ana'));
    nodes.say('b', seat('ana', { role: 'moderator' }));

    expect(told).toEqual(['rooms:left ana', 'rooms:joined ana']);
  });

  it('of guests take up their place until their node is sure to be gone', async () => {
    nodes.say('b', seat('guest:1'));
    nodes.say('b', seat('guest:2'));
    nodes.say('b', seat('ana'));
    nodes.die('b');
    await jest.advanceTimersByTimeAsync(GRACE_MS);
    nodes.say('c', seat('guest:2'));
    expect(ended).toEqual([]);

    await jest.advanceTimersByTimeAsync(GUESTS_MS);

    expect(ended).toEqual(['guest:1']);
  });

  it('decide who says that somebody is gone: where they sit, else where they left last', () => {
    const { seat: own } = enter('ana');
    roster.disconnect(ROOM.id, 'ana', 'connection of ana');
    const goneAt = own.goneAt!;

    nodes.say('b', seat('ana'));
    expect(roster.isForOthers(own)).toBe(true);
    nodes.say('b', seat('ana', { goneAt: goneAt + 1 }));
    expect(roster.isForOthers(own)).toBe(true);
    nodes.say('b', seat('ana', { goneAt: goneAt - 1 }));
    expect(roster.isForOthers(own)).toBe(false);
    // Tabs that close together: both nodes must see the same one as the last.
    nodes.say('b', seat('ana', { goneAt, moment: own.moment + 1 }));
    expect(roster.isForOthers(own)).toBe(true);
    nodes.say('b', seat('ana', { goneAt, moment: own.moment - 1 }));
    expect(roster.isForOthers(own)).toBe(false);
  });
});
