import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
export type Network = readonly [Address, number];

/** All of the public IPv6 internet. What lies outside, such as IPv4 addresses behind `::`, is nobody's to send to. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');
/** Where a network's NAT64 shows IPv4 addresses (RFC 6052). */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/** Addresses and CIDR ranges, as the configuration has checked them. */
export function networksOf(entries: readonly string[]): Network[] {
  return entries.map((entry) => {
    if (entry.includes('/')) return ipaddr.parseCIDR(entry);
    const address = ipaddr.parse(entry);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  });
}

/** Whether one of these networks holds the address. */
export function isWithin(text: string, networks: readonly Network[]): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = meant(text);
  return networks.some(([network, bits]) => address.kind() === network.kind() && address.match(network, bits));
}

/** Whether it is one host's address on the public internet: not this machine's, not a private network's, not a translated one's. */
export function isPublic(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = meant(text);
  if (address.range() !== 'unicast') return false;
  return address.kind() === 'ipv4' || address.match(...GLOBAL_IPV6);
}

/** The IPv4 address that an IPv6 one is but another way to write, where it is. */
function meant(text: string): Address {
  const address = ipaddr.process(text);
  const isTranslated = address.kind() === 'ipv6' && address.match(...NAT64);
  return isTranslated ? new ipaddr.IPv4(address.toByteArray().slice(-4)) : address;
}
