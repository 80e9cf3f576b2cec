import { Logger } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DomainEvents } from '../../common/index.js';
import type { Outside, Outsiders } from '../../realtime/index.js';
import type { Badges } from './badges.js';
import { SpokenRooms } from './spoken-rooms.js';
import type { Badge, UnreadRepository } from './unread.repository.js';

const badge = (roomId: string, userId: string): Badge => {
  const room = { id: roomId, key: null, code: null };
  return { userId, unread: { room, unread: 1, mentions: 0, lastSeq: 1, readSeq: 0, deliveredSeq: 0 } };
};

describe('SpokenRooms', () => {
  let userIds: string[];
  let asked: { rooms: string[]; after: string | undefined }[];
  let told: string[];
  let pages: Badge[][];
  let isAway: boolean;
  let events: DomainEvents;
  let spoken: SpokenRooms;

  beforeEach(() => {
    jest.useFakeTimers();
    Logger.overrideLogger(false);
    userIds = ['ana'];
    asked = [];
    told = [];
    pages = [];
    isAway = false;
    events = new DomainEvents(new EventEmitter2());
    const outsiders = { of: (): Outside => ({ userIds, inside: [] }) } as unknown as Outsiders;
    const unread = {
      ofThoseOutside(rooms: string[], _: Outside, after: Badge | undefined) {
        asked.push({ rooms, after: after?.userId });
        if (isAway) return Promise.reject(new Error('away'));
        return Promise.resolve(pages.shift() ?? []);
      },
    } as unknown as UnreadRepository;
    const badges = { said: ({ userId }: Badge) => told.push(userId) } as unknown as Badges;
    spoken = new SpokenRooms(outsiders, unread, badges, events);
  });
  afterEach(() => {
    spoken.onModuleDestroy();
    Logger.overrideLogger(true);
    jest.useRealTimers();
  });

  const speak = (...roomIds: string[]) => {
    for (const roomId of roomIds) events.emit('RoomSpoke', { roomId });
  };

  it('asks once for all rooms of a second, each once, however much is said', async () => {
    pages = [[badge('room-1', 'ana')]];
    speak('room-1', 'room-2', 'room-1');
    await jest.advanceTimersByTimeAsync(50);
    expect(asked).toEqual([{ rooms: ['room-1', 'room-2'], after: undefined }]);
    expect(told).toEqual(['ana']);

    for (let elapsed = 0; elapsed < 900; elapsed += 100) {
      speak('room-1', 'room-3');
      await jest.advanceTimersByTimeAsync(100);
    }
    expect(asked).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(100);
    expect(asked.slice(1)).toEqual([{ rooms: ['room-1', 'room-3'], after: undefined }]);

    await jest.advanceTimersByTimeAsync(10_000);
    expect(asked).toHaveLength(2);
    expect(spoken.size).toBe(0);
  });

  it('asks nothing where nobody is outside', async () => {
    userIds = [];
    speak('room-1');
    await jest.advanceTimersByTimeAsync(5_000);
    expect(asked).toEqual([]);
    expect(spoken.size).toBe(0);
  });

  it('goes on with the next page where there are more people than one has', async () => {
    pages = [Array.from({ length: 50 }, (_, index) => badge('room-1', `person-${index}`)), [badge('room-1', 'the last')]];
    speak('room-1');
    await jest.advanceTimersByTimeAsync(500);
    expect(asked.map(({ after }) => after)).toEqual([undefined, 'person-49']);
    expect(told).toHaveLength(51);
  });

  it('asks for fewer rooms at once while it fails, so that one that is too much does not hold up the others for ever', async () => {
    isAway = true;
    speak('room-1', 'room-2', 'room-3', 'room-4');
    await jest.advanceTimersByTimeAsync(3_500);
    expect(asked.map(({ rooms }) => rooms.length)).toEqual([4, 2, 1, 1]);

    isAway = false;
    await jest.advanceTimersByTimeAsync(5_000);
    expect(spoken.size).toBe(0);
  });

  it('tries again while the database is away, and keeps nothing afterwards', async () => {
    isAway = true;
    speak('room-1');
    await jest.advanceTimersByTimeAsync(2_500);
    expect(asked.length).toBeGreaterThanOrEqual(2);
    expect(told).toEqual([]);

    isAway = false;
    pages = [[badge('room-1', 'ana')]];
    await jest.advanceTimersByTimeAsync(1_100);
    expect(told).toEqual(['ana']);
    expect(spoken.size).toBe(0);
  });
});
