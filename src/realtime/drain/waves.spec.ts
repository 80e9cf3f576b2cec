import { describe, expect, it } from '@jest/globals';
import { departures, waves } from './waves.js';

const people = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('departures', () => {
  it('has everybody go once, in another order each time', () => {
    const [one, other] = [departures(people(1_000), 5_000), departures(people(1_000), 5_000)].map((all) =>
      all.map(({ who }) => who),
    );
    expect([...one!].sort((a, b) => a - b)).toEqual(people(1_000));
    expect(one).not.toEqual(people(1_000));
    expect(one).not.toEqual(other);
  });

  it('are spread over the whole time where there are many, and are soon done where there are few', () => {
    const last = (count: number) => departures(people(count), 5_000).at(-1)?.atMs;
    expect(last(10_000)).toBe(5_000);
    expect(last(1_000)).toBe(4_995);
    expect(last(100)).toBe(495);
    expect(last(2)).toBe(5);
    expect(last(1)).toBe(0);
    expect(last(0)).toBeUndefined();
  });

  it('are as many in each part of the time', () => {
    const perSecond = [0, 0, 0, 0, 0];
    for (const { atMs } of departures(people(5_000), 5_000)) perSecond[Math.min(4, Math.floor(atMs / 1_000))]! += 1;
    for (const count of perSecond) expect(Math.abs(count - 1_000)).toBeLessThan(10);
  });

  it('wait for nothing where nothing may be waited for', () => {
    expect(departures(people(100), 0).every(({ atMs }) => atMs === 0)).toBe(true);
  });
});

describe('waves', () => {
  it('keep everybody, in order, each not before their moment and not long after', () => {
    const departing = departures(people(3_000), 5_000);
    const gathered = waves(departing);
    expect(gathered.flatMap(({ who }) => who)).toEqual(departing.map(({ who }) => who));
    const due = gathered.flatMap(({ dueMs, who }) => who.map(() => dueMs));
    for (const [index, { atMs }] of departing.entries()) {
      expect(due[index]! - atMs).toBeGreaterThanOrEqual(0);
      expect(due[index]! - atMs).toBeLessThan(50);
    }
    expect(gathered.length).toBeGreaterThan(90);
    expect(gathered.length).toBeLessThan(110);
  });

  it('are none for nobody', () => {
    expect(waves([])).toEqual([]);
  });
});
