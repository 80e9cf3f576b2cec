import { describe, expect, it } from '@jest/globals';
import { networkOf } from './network.js';

describe('networkOf', () => {
  it('counts an IPv4 address by itself, however it is written', () => {
    expect(networkOf('::ffff:192.0.2.7')).toBe(networkOf('192.0.2.7'));
    expect(networkOf('192.0.2.8')).not.toBe(networkOf('192.0.2.7'));
  });

  it('counts the addresses of one IPv6 household together', () => {
    expect(networkOf('2001:db8:0:1::1')).toBe(networkOf('2001:db8:0:1:ffff:ffff:ffff:ffff'));
    expect(networkOf('2001:db8:0:2::1')).not.toBe(networkOf('2001:db8:0:1::1'));
  });

  it('takes what is no address as it is', () => {
    expect(networkOf('')).toBe('');
  });
});
