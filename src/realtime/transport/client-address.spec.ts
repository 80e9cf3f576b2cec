import { describe, expect, it } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { clientAddress } from './client-address.js';

/** Where the client is that a request of that peer, with that header, comes from. */
function addressOf(
  peer: string | undefined,
  forwarded?: string,
  trusted: readonly string[] = ['10.0.0.0/8', '2001:db8:f::/48'],
): string {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  return clientAddress(trusted)({ socket: { remoteAddress: peer }, headers } as unknown as IncomingMessage);
}

describe('the address of a client', () => {
  it('is the peer’s where nothing was forwarded', () => {
    expect(addressOf('192.0.2.1')).toBe('192.0.2.1');
    expect(addressOf('10.0.0.1')).toBe('10.0.0.1');
  });

  it('is the peer’s where nobody is trusted, whatever the peer says', () => {
    expect(addressOf('10.0.0.1', '198.51.100.1', [])).toBe('10.0.0.1');
    expect(addressOf('192.0.2.1', '198.51.100.1, 10.0.0.7')).toBe('192.0.2.1');
  });

  it('is what a trusted proxy says', () => {
    expect(addressOf('10.0.0.1', '198.51.100.1')).toBe('198.51.100.1');
    expect(addressOf('::ffff:10.0.0.1', '198.51.100.1')).toBe('198.51.100.1');
    expect(addressOf('2001:db8:f::1', '198.51.100.1')).toBe('198.51.100.1');
  });

  it('is what the last trusted of several proxies says, not what the client made up before it', () => {
    expect(addressOf('10.0.0.1', '203.0.113.9, 198.51.100.1, 10.1.1.1, 10.2.2.2')).toBe('198.51.100.1');
    expect(addressOf('10.0.0.1', '10.9.9.9, 198.51.100.1')).toBe('198.51.100.1');
  });

  it('is the first hop’s where all are trusted', () => {
    expect(addressOf('10.0.0.1', '10.3.3.3, 10.2.2.2')).toBe('10.3.3.3');
  });

  it.each([
    'unknown',
    '_hidden',
    '',
    ' ',
    ',',
    '999.1.1.1',
    '10',
    '0x7f.1',
    '127.1',
    '<script>',
    '198.51.100.1 198.51.100.2',
    '9'.repeat(9_000),
  ])('is never %j, which is none: the proxy’s own counts', (garbage) => {
    expect(addressOf('10.0.0.1', garbage)).toBe('10.0.0.1');
    expect(addressOf('10.0.0.1', `198.51.100.1, ${garbage}, 10.2.2.2`)).toBe('10.2.2.2');
  });

  it('is one address however it is written', () => {
    expect(addressOf('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(addressOf('10.0.0.1', '::ffff:198.51.100.1')).toBe('198.51.100.1');
    expect(addressOf('10.0.0.1', '2001:0DB8:0:0::0001')).toBe('2001:db8::1');
    expect(addressOf('fe80::1%eth0')).toBe('fe80::1');
  });

  it('has no port', () => {
    expect(addressOf('10.0.0.1', '198.51.100.1:4711')).toBe('198.51.100.1');
    expect(addressOf('10.0.0.1', '[2001:db8::1]:4711')).toBe('2001:db8::1');
    expect(addressOf('10.0.0.1', '[2001:db8::1]')).toBe('2001:db8::1');
  });

  it('is empty when the connection is gone', () => {
    expect(addressOf(undefined, '198.51.100.1')).toBe('');
  });
});
