import ipaddr from 'ipaddr.js';
import { isIPv4 } from 'node:net';

/** What limits by address count: an IPv4 address, or the /64 that one IPv6 household has to itself. */
export function networkOf(address: string): string {
  // It has one way to be written.
  if (isIPv4(address)) return address;
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv4' ? parsed.toString() : Buffer.from(parsed.toByteArray().slice(0, 8)).toString('hex');
}
