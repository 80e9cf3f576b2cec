import type { IncomingMessage } from 'node:http';
import { isIP, isIPv4 } from 'node:net';
import ipaddr from 'ipaddr.js';
import proxyAddr from 'proxy-addr';

/** Tells the address of the client behind a request; only trusted proxies are believed about others. */
export type ClientAddress = (request: IncomingMessage) => string;

/**
 * The one place that reads `X-Forwarded-For`. Each proxy adds on the right whom it got the request from, so that it is read from there, for as
 * long as it was a trusted one that wrote: what stands further left anybody may have sent. Where a trusted proxy names no address, its own
 * counts: what a client makes up is never taken for an address. Empty when the connection is gone already.
 */
export function clientAddress(trustedProxies: readonly string[]): ClientAddress {
  const isTrusted = proxyAddr.compile([...trustedProxies]);
  /** Every connection's is asked for several times while it is made. */
  const known = new WeakMap<IncomingMessage, string>();
  return (request) => {
    const before = known.get(request);
    if (before !== undefined) return before;
    const address = furthestBelieved(request, (hop) => isTrusted(hop, 0));
    known.set(request, address);
    return address;
  };
}

function furthestBelieved({ socket, headers }: IncomingMessage, isTrusted: (address: string) => boolean): string {
  let address = addressIn(socket.remoteAddress ?? '') ?? '';
  const forwarded = headers['x-forwarded-for'];
  if (forwarded === undefined || !isTrusted(address)) return address;
  for (const hop of String(forwarded).split(',').reverse()) {
    const next = addressIn(hop.trim());
    if (next === undefined) break;
    address = next;
    if (!isTrusted(address)) break;
  }
  return address;
}

/** Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
const WITH_PORT = /^(?:\[([^\]]+)\]|([\d.]+))(?::\d{1,5})?$/;

/** The address that a text is, written in one way; an IPv4 address in the clothes of IPv6 is one of IPv4. */
function addressIn(text: string): string | undefined {
  if (isIPv4(text)) return text;
  const [, ofVersion6, ofVersion4] = WITH_PORT.exec(text) ?? [];
  // The zone of a link-local address says which of our own interfaces it came by.
  const [address = ''] = (ofVersion6 ?? ofVersion4 ?? text).split('%', 1);
  return isIP(address) === 0 ? undefined : ipaddr.process(address).toString();
}
