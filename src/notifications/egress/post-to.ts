import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIPv6, type LookupFunction } from 'node:net';
import { EgressError } from './egress-error.js';

export interface Target {
  url: URL;
  isEncrypted: boolean;
  /** Of the URL's host; at least one. Nothing else is connected to. */
  addresses: readonly string[];
}

interface Post {
  headers: Readonly<Record<string, string>>;
  body: string | Buffer;
  maxResponseBytes: number;
  signal: AbortSignal;
}

/** One request on a connection of its own, which ends with it. Throws `EgressError`. */
export async function postTo({ url, isEncrypted, addresses }: Target, { headers, body, maxResponseBytes, signal }: Post) {
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const { request } = isEncrypted ? https : http;
      const length = { 'content-length': String(Buffer.byteLength(body)) };
      const sent = request(url, {
        method: 'POST',
        headers: { ...headers, ...length },
        signal,
        agent: false,
        lookup: knownAddresses(addresses),
        // Whatever the environment says of it.
        rejectUnauthorized: true,
      });
      sent.on('response', resolve);
      // Later errors too, when nobody waits any more.
      sent.on('error', reject);
      // An answer that changes the protocol ends the request without either, and nothing would end it later.
      sent.on('close', () => {
        reject(Object.assign(new Error('It ended without an answer'), { code: 'ECONNRESET' }));
      });
      sent.end(body);
    });
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: await beginningOf(response, maxResponseBytes, signal),
    };
  } catch (error) {
    if (signal.aborted) throw new EgressError('timeout', `${url.host} did not answer in time.`, error);
    throw new EgressError('unreachable', `${url.host} could not be reached (${reasonOf(error)}).`, error);
  }
}

/** Answers with what was checked, instead of asking again. */
function knownAddresses(addresses: readonly string[]): LookupFunction {
  const known = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return (_host, { all }, callback) => {
    const [first] = known;
    if (all === true || first === undefined) callback(null, known);
    else callback(null, first.address, first.family);
  };
}

/** What came of the body until it ended, broke off or was too much. The status has been said by then: a bad body takes nothing back. */
async function beginningOf(response: IncomingMessage, maxBytes: number, signal: AbortSignal): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      parts.push(part);
      bytes += part.length;
      if (bytes >= maxBytes) break;
    }
  } catch (error) {
    if (!signal.aborted && (error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error;
  } finally {
    response.destroy();
  }
  return Buffer.concat(parts).subarray(0, maxBytes).toString();
}

/** `ECONNREFUSED` and the like; of several addresses the first one's. */
function reasonOf(error: unknown): string {
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [error];
  const { code } = first as NodeJS.ErrnoException;
  return code ?? 'no reason given';
}
