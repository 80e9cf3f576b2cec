import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Coalescer, type Telling } from './coalescer.js';

const SMALL: Telling = { bytes: 100, isIncomplete: false };

describe('Coalescer', () => {
  /** When it told, in milliseconds from the start. */
  let told: number[];
  let next: Telling;
  let coalescer: Coalescer;

  beforeEach(() => {
    jest.useFakeTimers();
    const start = performance.now();
    told = [];
    next = SMALL;
    coalescer = new Coalescer(() => {
      told.push(Math.round(performance.now() - start));
      return next;
    });
  });
  afterEach(() => {
    coalescer.stop();
    jest.useRealTimers();
  });

  /** A change each 10 ms. */
  function changeFor(ms: number): void {
    for (let passed = 0; passed < ms; passed += 10) {
      coalescer.changed();
      jest.advanceTimersByTime(10);
    }
  }

  it('tells nothing where nothing changes', () => {
    jest.advanceTimersByTime(10_000);
    expect(told).toEqual([]);
  });

  it('tells of a change within half a second, once', () => {
    coalescer.changed();
    jest.advanceTimersByTime(10_000);
    expect(told).toEqual([500]);
  });

  it('tells at most twice a second of however many changes, and once after the last', () => {
    changeFor(1_990);
    jest.advanceTimersByTime(10_000);
    expect(told).toEqual([500, 1_000, 1_500, 2_000]);
  });

  it('gives a large telling the time that it takes', () => {
    next = { bytes: 60_000_000, isIncomplete: false };
    changeFor(8_000);
    expect(told).toEqual([500, 3_500, 6_500]);

    next = SMALL;
    jest.advanceTimersByTime(1_500);
    changeFor(1_000);
    expect(told).toEqual([500, 3_500, 6_500, 9_500, 10_000, 10_500]);
  });

  it('does not make up for changes of a quiet time', () => {
    coalescer.changed();
    jest.advanceTimersByTime(60_000);
    coalescer.changed();
    coalescer.changed();
    jest.advanceTimersByTime(60_000);
    expect(told).toEqual([500, 60_500]);
  });

  it('tells again, after the same pause, while somebody could not be told', () => {
    next = { bytes: 20_000_000, isIncomplete: true };
    coalescer.changed();
    jest.advanceTimersByTime(1_500);
    next = SMALL;
    jest.advanceTimersByTime(10_000);
    expect(told).toEqual([500, 1_500, 2_500]);
  });

  it('tells nothing once it is stopped', () => {
    coalescer.changed();
    coalescer.stop();
    jest.advanceTimersByTime(10_000);
    expect(told).toEqual([]);
  });

  describe('where a telling takes its time', () => {
    let finish: ((telling: Telling) => void) | undefined;

    beforeEach(() => {
      const start = performance.now();
      coalescer = new Coalescer(() => {
        told.push(Math.round(performance.now() - start));
        return new Promise((resolve) => {
          finish = resolve;
        });
      });
    });

    async function passed(ms: number): Promise<void> {
      await jest.advanceTimersByTimeAsync(ms);
    }

    it('begins no other before it has ended, and then one for all that changed meanwhile', async () => {
      coalescer.changed();
      await passed(500);
      for (let change = 0; change < 3; change += 1) {
        coalescer.changed();
        await passed(1_000);
      }
      expect(told).toEqual([500]);

      finish?.(SMALL);
      await passed(500);
      expect(told).toEqual([500, 4_000]);
      finish?.(SMALL);
      await passed(10_000);
      expect(told).toEqual([500, 4_000]);
    });

    it('tells again what it could not tell whole', async () => {
      coalescer.changed();
      await passed(500);
      finish?.({ bytes: 0, isIncomplete: true });
      await passed(500);
      expect(told).toEqual([500, 1_000]);
    });

    it('tells nothing once it is stopped, also of what changes afterwards', async () => {
      coalescer.changed();
      await passed(500);
      coalescer.stop();
      finish?.({ bytes: 0, isIncomplete: true });
      coalescer.changed();
      await passed(10_000);
      expect(told).toEqual([500]);
    });
  });
});
