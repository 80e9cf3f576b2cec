import { EventEmitter2 } from '@nestjs/event-emitter';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DomainEvents } from '../../common/index.js';
import type { Unread } from '../../protocol/index.js';
import type { Outsiders, Publisher } from '../../realtime/index.js';
import { Badges } from './badges.js';
import type { UnreadRepository } from './unread.repository.js';

const ROOM = { id: 'room-1', key: 'maths', code: null };
const numbers = (unread: number, readSeq = 0): Unread => ({
  room: ROOM,
  unread,
  mentions: 0,
  lastSeq: unread + readSeq,
  readSeq,
  deliveredSeq: readSeq,
});

describe('Badges', () => {
  let told: string[];
  let counted: number;
  let now: Unread | undefined;
  let events: DomainEvents;
  let badges: Badges;

  beforeEach(() => {
    jest.useFakeTimers();
    told = [];
    counted = 0;
    now = numbers(0);
    events = new DomainEvents(new EventEmitter2());
    const repository = {
      inRoom: () => {
        counted += 1;
        return Promise.resolve(now);
      },
    } as unknown as UnreadRepository;
    const outsiders = {
      tell: (roomId: string, userId: string, _: string, { unread }: Unread) =>
        told.push(`${userId} outside ${roomId}: ${unread}`),
    } as unknown as Outsiders;
    const publisher = {
      publish({ user }: { user: string }, _: string, { room, unread }: Unread) {
        told.push(`${user} everywhere: ${unread}`);
        events.emit('UnreadTold', { roomId: room.id, userId: user });
      },
    } as unknown as Publisher;
    badges = new Badges(repository, outsiders, publisher, events);
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('tells of what was said those who are outside, and of what was read everybody', () => {
    badges.said({ userId: 'ana', unread: numbers(3) }, performance.now());
    badges.read('ben', numbers(1, 2), performance.now());
    expect(told).toEqual(['ana outside room-1: 3', 'ben everywhere: 1']);
    expect(counted).toBe(0);
  });

  it('counts anew what waited, and tells all devices if one of the causes was reading', async () => {
    badges.said({ userId: 'ana', unread: numbers(3) }, performance.now());
    badges.read('ana', numbers(0, 3), performance.now());
    badges.said({ userId: 'ana', unread: numbers(3) }, performance.now());
    expect(told).toEqual(['ana outside room-1: 3']);

    now = numbers(1, 3);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(told.slice(1)).toEqual(['ana everywhere: 1']);
    expect(counted).toBe(1);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(told).toHaveLength(2);
    expect(badges.size).toBe(0);
  });

  it('does not tell what it had counted before the person read on another node', async () => {
    events.emit('UnreadTold', { roomId: ROOM.id, userId: 'ana' });
    badges.said({ userId: 'ana', unread: numbers(3) }, performance.now());
    await jest.advanceTimersByTimeAsync(1_000);
    expect(told).toEqual(['ana outside room-1: 0']);
  });

  it('says nothing to who is no member any more', async () => {
    badges.read('ana', numbers(1), performance.now());
    badges.read('ana', numbers(0), performance.now());
    now = undefined;
    await jest.advanceTimersByTimeAsync(1_000);
    expect(told).toEqual(['ana everywhere: 1']);
  });
});
