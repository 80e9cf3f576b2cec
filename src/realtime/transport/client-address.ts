import type { IncomingMessage } from 'node:http';
import proxyAddr from 'proxy-addr';

/** Tells the address of the client behind a request; only trusted proxies are believed about others. */
export type ClientAddress = (request: IncomingMessage) => string;

export function clientAddress(trustedProxies: readonly string[]): ClientAddress {
  const trust = proxyAddr.compile([...trustedProxies]);
  return (request) => proxyAddr(request, trust);
}
