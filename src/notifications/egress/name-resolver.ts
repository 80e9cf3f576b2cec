import { Injectable } from '@nestjs/common';
import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';

const TRY_MS = 2_000;
const TRIES = 2;
const LOOPBACK = ['127.0.0.1', '::1'];
/** What name servers answer where a name has no record of the kind. */
const NO_RECORD = new Set(['ENODATA', 'ENOTFOUND']);

/**
 * The addresses of a name, by DNS alone. Not by the system's own lookup: that takes threads which connecting to the database needs too,
 * and whoever names a host with slow name servers could hold them all.
 */
@Injectable()
export class NameResolver {
  /** All of them, of both families; none: there is no such host. An address is its own. */
  async addressesOf(host: string, signal: AbortSignal): Promise<string[]> {
    if (isIP(host) !== 0) return [host];
    const name = host.replace(/\.$/, '').toLowerCase();
    // RFC 6761: never asked of others.
    if (name === 'localhost' || name.endsWith('.localhost')) return LOOPBACK;
    const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES });
    const cancel = () => {
      resolver.cancel();
    };
    signal.addEventListener('abort', cancel, { once: true });
    try {
      signal.throwIfAborted();
      const found = await Promise.all([recordsOf(resolver.resolve4(name)), recordsOf(resolver.resolve6(name))]);
      return found.flat();
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }
}

async function recordsOf(asked: Promise<string[]>): Promise<string[]> {
  try {
    return await asked;
  } catch (error) {
    if (NO_RECORD.has((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}
