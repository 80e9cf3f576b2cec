import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { PresenceRecord } from '../../common/index.js';
import { LastSeen } from './last-seen.js';
import type { PresenceRepository } from './presence.repository.js';
import { NOTHING_CHOSEN, StoredPresences } from './stored-presences.js';

/** Remembers each statement; fails while it is away. */
class Presences {
  readonly looked: string[][] = [];
  readonly wrote: Map<string, Date>[] = [];
  isAway = false;

  async find(ids: string[]): Promise<Map<string, PresenceRecord>> {
    this.looked.push(ids);
    await this.answer();
    return new Map([['ana', { ...NOTHING_CHOSEN, statusText: 'Hello', revision: 1 }]]);
  }

  async saw(moments: Map<string, Date>): Promise<void> {
    this.wrote.push(moments);
    await this.answer();
  }

  private async answer(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (this.isAway) throw new Error('away');
  }
}

const people = (count: number): string[] => Array.from({ length: count }, (_, number) => `p${number}`);

describe('what is stored of people', () => {
  let presences: Presences;
  const after = (ms: number) => jest.advanceTimersByTimeAsync(ms);

  beforeEach(() => {
    jest.useFakeTimers();
    Logger.overrideLogger(false);
    presences = new Presences();
  });
  afterEach(() => {
    Logger.overrideLogger(true);
    jest.useRealTimers();
  });

  describe('StoredPresences', () => {
    let stored: StoredPresences;
    let found: Map<string, PresenceRecord>;

    beforeEach(() => {
      stored = new StoredPresences(presences as unknown as PresenceRepository);
      found = new Map();
    });

    function lookUp(...ids: string[]): void {
      for (const id of ids) stored.lookUp(id, (record) => found.set(id, record));
    }

    it('finds 2,000 people who come together in a few queries', async () => {
      lookUp('ana', ...people(2_000));
      await after(100);
      expect(found.size).toBe(2_001);
      expect(found.get('ana')?.statusText).toBe('Hello');
      expect(found.get('p1999')).toEqual(NOTHING_CHOSEN);
      expect(presences.looked.length).toBeLessThanOrEqual(4);
    });

    it('asks again while the database is away, and tells nobody anything until then', async () => {
      presences.isAway = true;
      lookUp('ana');
      await after(2_500);
      expect(found.size).toBe(0);
      presences.isAway = false;
      await after(2_000);
      expect(found.get('ana')?.revision).toBe(1);
    });

    it('asks for who comes after all who waited have given up', async () => {
      presences.isAway = true;
      lookUp('ben');
      await after(500);
      stored.forget('ben');
      presences.isAway = false;
      await after(2_000);
      lookUp('ana');
      await after(100);
      expect([...found.keys()]).toEqual(['ana']);
    });

    it('does not ask for somebody who has gone meanwhile', async () => {
      lookUp('ana', 'ben');
      stored.forget('ben');
      await after(100);
      expect([...found.keys()]).toEqual(['ana']);
      expect(presences.looked).toEqual([['ana']]);
    });
  });

  describe('LastSeen', () => {
    let lastSeen: LastSeen;

    beforeEach(() => {
      lastSeen = new LastSeen(presences as unknown as PresenceRepository);
    });

    it('writes 5,000 who drop at once in five statements, one after the other', async () => {
      const at = new Date();
      for (const id of people(5_000)) lastSeen.note(id, at, true);
      expect(lastSeen.of('p4999')).toBe(at);
      await after(1_000);
      expect(presences.wrote.map(({ size }) => size)).toEqual([1_000, 1_000, 1_000, 1_000, 1_000]);
      expect(lastSeen.of('p4999')).toBeUndefined();
    });

    it('keeps the later moment of somebody who went again while the first was written', async () => {
      const [first, second] = [new Date(1_000), new Date(2_000)];
      lastSeen.note('ana', first, true);
      await after(252);
      lastSeen.note('ana', second, true);
      await after(1_000);
      expect(presences.wrote.map((moments) => moments.get('ana'))).toEqual([first, second]);
    });

    it('writes later what the database was not there for', async () => {
      presences.isAway = true;
      lastSeen.note('ana', new Date(), true);
      await after(1_500);
      presences.isAway = false;
      await after(2_000);
      expect(lastSeen.of('ana')).toBeUndefined();
    });

    it('leaves to another node what happened there, and knows it for as long as that may take', async () => {
      const at = new Date();
      lastSeen.note('ana', at, false);
      await after(4_000);
      expect(lastSeen.of('ana')).toBe(at);
      await after(1_000);
      expect(lastSeen.of('ana')).toBeUndefined();
      expect(presences.wrote).toEqual([]);
    });

    it('writes at the end what is left', async () => {
      lastSeen.note('ana', new Date(), true);
      const ended = lastSeen.beforeApplicationShutdown();
      await after(10);
      await ended;
      expect(presences.wrote).toHaveLength(1);
    });
  });
});
