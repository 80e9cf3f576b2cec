import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { User } from '../protocol/index.js';
import { TypingIndicators } from './typing-indicators.js';

const ROOM = { id: 'room-1', key: 'maths', code: null };
const OTHER_ROOM = { id: 'room-2', key: null, code: 'ABCDEF' };
const person = (id: string): User => ({ id, username: id, name: id, avatarUrl: null, role: 'student', guest: false });
const ANA = person('ana');
const BEN = person('ben');

describe('TypingIndicators', () => {
  let said: string[];
  let indicators: TypingIndicators;

  beforeEach(() => {
    jest.useFakeTimers();
    said = [];
    indicators = new TypingIndicators(({ room, user, on, connectionId }) => {
      said.push(`${room.id} ${user.id} ${on ? 'on' : 'off'} (${connectionId})`);
    });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('tells once in 3 s that someone types, however often they say so', () => {
    for (let elapsed = 0; elapsed < 6_000; elapsed += 500) {
      indicators.start(ROOM, ANA, 'tab');
      jest.advanceTimersByTime(500);
    }
    expect(said).toEqual(['room-1 ana on (tab)', 'room-1 ana on (tab)']);
  });

  it('ends by itself 6 s after the last word, and forgets', () => {
    indicators.start(ROOM, ANA, 'tab');
    jest.advanceTimersByTime(2_000);
    indicators.start(ROOM, ANA, 'tab');
    jest.advanceTimersByTime(5_999);
    expect(said).toEqual(['room-1 ana on (tab)']);

    jest.advanceTimersByTime(1);
    expect(said).toEqual(['room-1 ana on (tab)', 'room-1 ana off (tab)']);
    expect(indicators.size).toBe(0);
  });

  it('ends when the person stops, once', () => {
    indicators.start(ROOM, ANA, 'tab');
    indicators.stop(ROOM.id, ANA.id);
    indicators.stop(ROOM.id, ANA.id);
    jest.advanceTimersByTime(10_000);
    expect(said).toEqual(['room-1 ana on (tab)', 'room-1 ana off (tab)']);
  });

  it('says at once that someone types again after they stopped', () => {
    indicators.start(ROOM, ANA, 'tab');
    indicators.stop(ROOM.id, ANA.id);
    indicators.start(ROOM, ANA, 'tab');
    expect(said).toEqual(['room-1 ana on (tab)', 'room-1 ana off (tab)', 'room-1 ana on (tab)']);
  });

  it('does not end with a connection on which the person did not type last', () => {
    indicators.start(ROOM, ANA, 'tab');
    indicators.start(ROOM, ANA, 'phone');
    indicators.stopOn('tab');
    expect(said).toEqual(['room-1 ana on (tab)']);

    indicators.stopOn('phone');
    expect(said).toEqual(['room-1 ana on (tab)', 'room-1 ana off (phone)']);
  });

  it('keeps people and rooms apart', () => {
    indicators.start(ROOM, ANA, 'tab');
    indicators.start(ROOM, BEN, 'pc');
    indicators.start(OTHER_ROOM, ANA, 'tab');
    indicators.stop(ROOM.id, ANA.id);
    expect(said).toEqual(['room-1 ana on (tab)', 'room-1 ben on (pc)', 'room-2 ana on (tab)', 'room-1 ana off (tab)']);
    expect(indicators.size).toBe(2);
  });
});
