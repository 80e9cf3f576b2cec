import { beforeEach, describe, expect, it } from '@jest/globals';
import { ConnectRate } from './connect-rate.js';

describe('ConnectRate', () => {
  let now: number;
  let rate: ConnectRate;
  /** How many of so many tries of an address, or of one address each, get in. */
  const admitted = (tries: number, address?: string): number =>
    Array.from({ length: tries }, (_, index) => rate.admit(address ?? `10.${index >> 8}.${index & 255}.${now % 251}`)).filter(
      Boolean,
    ).length;

  beforeEach(() => {
    now = 0;
    rate = new ConnectRate(100, () => now);
  });

  it('lets in as many at once as a second’s, and then as time passes', () => {
    expect(admitted(500)).toBe(100);
    now += 250;
    expect(admitted(500)).toBe(25);
    now += 60_000;
    expect(admitted(500)).toBe(100);
  });

  it('leaves room for others beside a network that comes again and again', () => {
    expect(admitted(500, '192.0.2.1')).toBe(80);
    expect(admitted(3, '192.0.2.2')).toBe(3);
    let flood = 0;
    let others = 0;
    for (let step = 0; step < 50; step += 1) {
      now += 200;
      flood += admitted(50, '192.0.2.1');
      others += admitted(1, '192.0.2.2');
    }
    expect(others).toBe(50);
    // What nobody else wants is theirs.
    expect(flood).toBeGreaterThan(800);
    expect(flood).toBeLessThanOrEqual(1_000);
  });

  it('counts a /64 of IPv6 as one network', () => {
    const tries = Array.from({ length: 500 }, (_, index) => rate.admit(`2001:db8::${(index + 1).toString(16)}`));
    expect(tries.filter(Boolean)).toHaveLength(80);
  });

  it('lets somebody in where one a second is all', () => {
    rate = new ConnectRate(1, () => now);
    expect(admitted(5, '192.0.2.1')).toBe(1);
    now += 1_000;
    expect(admitted(5, '192.0.2.1')).toBe(1);
  });
});
