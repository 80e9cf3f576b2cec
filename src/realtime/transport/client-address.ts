import type { IncomingMessage } from 'node:http';
import proxyAddr from 'proxy-addr';

/** Tells the address of the client behind a request; only trusted proxies are believed about others. */
export type ClientAddress = (request: IncomingMessage) => string;

export function clientAddress(trustedProxies: readonly string[]): ClientAddress {
  const trust = proxyAddr.compile([...trustedProxies]);
  /** Every connection's is asked for several times while it is made. */
  const known = new WeakMap<IncomingMessage, string>();
  return (request) => {
    const address = known.get(request) ?? proxyAddr(request, trust);
    known.set(request, address);
    return address;
  };
}
