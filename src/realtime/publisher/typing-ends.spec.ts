import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ANA } from '../../../test/support/realtime/canonical.js';
import type { FactName } from '../../protocol/index.js';
import type { Publication } from './publication.js';
import { TypingEnds } from './typing-ends.js';

const ROOM = { id: 'room-1', key: null, code: null };

describe('the typing of people on other nodes', () => {
  let told: object[];
  let ends: TypingEnds;

  beforeEach(() => {
    jest.useFakeTimers();
    told = [];
    ends = new TypingEnds(({ audience, data }) => told.push({ audience, data }));
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const hear = (data: object, name: FactName = 'chat:typing'): void => {
    ends.heard({ audience: { room: ROOM.id }, name, data, isVolatile: true, seq: null, saidAt: 0 } satisfies Publication);
  };
  const typing = { room: ROOM, user: ANA, on: true };

  it('ends for this node’s connections, once, when their node says nothing more', () => {
    hear(typing);
    jest.advanceTimersByTime(7_999);
    expect(told).toEqual([]);
    jest.advanceTimersByTime(60_000);
    expect(told).toEqual([{ audience: { room: ROOM.id }, data: { ...typing, on: false } }]);
  });

  it('goes on as long as their node repeats it, and is left alone when it has ended there', () => {
    for (let times = 0; times < 10; times += 1) {
      hear(typing);
      jest.advanceTimersByTime(3_000);
    }
    hear({ ...typing, on: false });
    hear({ room: ROOM, user: ANA }, 'chat:receipt');
    jest.advanceTimersByTime(60_000);
    expect(told).toEqual([]);
  });
});
