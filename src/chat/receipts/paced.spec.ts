import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Paced } from './paced.js';

describe('Paced', () => {
  let said: string[];
  let paced: Paced<number>;

  beforeEach(() => {
    jest.useFakeTimers();
    said = [];
    paced = new Paced<number>(
      (value, wasHeld) => said.push(`${value}${wasHeld ? ' later' : ''}`),
      (earlier, later) => Math.max(earlier, later),
    );
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('says the first at once, and one of those that come in the second after it at its end', () => {
    for (const value of [1, 3, 2]) paced.put('a', value);
    jest.advanceTimersByTime(999);
    expect(said).toEqual(['1']);

    jest.advanceTimersByTime(1);
    expect(said).toEqual(['1', '3 later']);
  });

  it('rests for a second also after what it said late', () => {
    paced.put('a', 1);
    for (let elapsed = 0; elapsed < 5_000; elapsed += 100) {
      paced.put('a', 2 + elapsed);
      jest.advanceTimersByTime(100);
    }
    expect(said).toHaveLength(6);
    jest.advanceTimersByTime(10_000);
    expect(said.at(-1)).toBe('4902 later');
    expect(said).toHaveLength(6);
  });

  it('keeps keys apart, and forgets those about which nothing comes any more', () => {
    paced.put('a', 1);
    paced.put('b', 2);
    expect(said).toEqual(['1', '2']);
    expect(paced.size).toBe(2);

    jest.advanceTimersByTime(1_000);
    expect(paced.size).toBe(0);
  });

  it('rests when somebody else said it, and drops what that covers', () => {
    const past = (told: number) => (waiting: number) => (waiting <= told ? undefined : waiting);
    paced.said('a', past(0));
    paced.put('a', 1);
    paced.said('a', past(1));
    jest.advanceTimersByTime(1_000);
    expect(said).toEqual([]);

    paced.put('a', 2);
    paced.put('a', 5);
    paced.said('a', past(4));
    jest.advanceTimersByTime(1_000);
    expect(said).toEqual(['2', '5 later']);
  });

  it('says nothing more once it is stopped', () => {
    paced.put('a', 1);
    paced.put('a', 2);
    paced.stop();
    jest.advanceTimersByTime(5_000);
    expect(said).toEqual(['1']);
  });
});
