import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ExpiryClock } from './expiry.js';

const DAY_MS = 86_400_000;

describe('ExpiryClock', () => {
  let log: string[];
  let clock: ExpiryClock;
  let start: number;

  beforeEach(() => {
    jest.useFakeTimers();
    start = Date.now();
    log = [];
    clock = new ExpiryClock(
      (at) => log.push(`notice ${String(at - start)}`),
      () => log.push('expired'),
    );
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('tells 60 s before, and is over 30 s after', () => {
    clock.set(start + 100_000);
    jest.advanceTimersByTime(39_999);
    expect(log).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(log).toEqual(['notice 100000']);
    jest.advanceTimersByTime(89_999);
    expect(log).toHaveLength(1);
    jest.advanceTimersByTime(1);
    expect(log).toEqual(['notice 100000', 'expired']);
  });

  it('tells at once what is less than a minute away', () => {
    clock.set(start + 10_000);
    jest.advanceTimersByTime(0);
    expect(log).toEqual(['notice 10000']);
  });

  it.each([25, 40, 365])('counts %i days, further than one timer goes', (days) => {
    clock.set(start + days * DAY_MS);
    jest.advanceTimersByTime(days * DAY_MS - 60_001);
    expect(log).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(log).toHaveLength(1);
    jest.advanceTimersByTime(90_000);
    expect(log).toEqual([`notice ${String(days * DAY_MS)}`, 'expired']);
  });

  it('begins anew after a refresh, also after the notice', () => {
    clock.set(start + 100_000);
    jest.advanceTimersByTime(50_000);
    clock.set(start + 500_000);
    jest.advanceTimersByTime(389_999);
    expect(log).toEqual(['notice 100000']);
    jest.advanceTimersByTime(50_001 + 90_000);
    expect(log).toEqual(['notice 100000', 'notice 500000', 'expired']);
  });

  it('never ends for who does not expire', () => {
    clock.set(start + 100_000);
    clock.set(null);
    jest.advanceTimersByTime(DAY_MS);
    expect(log).toEqual([]);
  });

  it('tells nothing more once it is stopped', () => {
    clock.set(start + 100_000);
    clock.stop();
    expect(jest.getTimerCount()).toBe(0);
  });
});
