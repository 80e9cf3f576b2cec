import { Injectable } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import { AppConfig } from '../../config/index.js';
import { EgressError } from './egress-error.js';
import { NameResolver } from './name-resolver.js';
import { outboundUrl, type OutboundUrl } from './outbound-url.js';
import { postTo } from './post-to.js';
import { isPublic, isWithin, networksOf, type Network } from './reachable.js';

export interface SafePost {
  headers: Readonly<Record<string, string>>;
  body: string | Buffer;
  /** For all of it: looking up the name, connecting, sending, and the answer to its end. */
  timeoutMs: number;
  /** What is beyond is not read. */
  maxResponseBytes: number;
}

export interface SafeAnswer {
  /** Of redirects too: none is followed. */
  status: number;
  headers: IncomingHttpHeaders;
  /** As far as it came in time, and no longer than was asked for. */
  body: string;
}

/**
 * The only way out to addresses that people give us. It sends to hosts on the public internet, and to what `OUTBOUND_ALLOWED` names;
 * never to this machine or a private network, by whatever way such an address is written. A name's addresses are checked, all of them,
 * and the connection goes to exactly those: a name that changes its mind between the check and the connection gains nothing.
 * No redirects, no proxies, no shared connections.
 */
@Injectable()
export class SafeHttp {
  private readonly allowed: readonly Network[];
  private readonly needsEncryption: boolean;

  constructor(
    config: AppConfig,
    private readonly names: NameResolver,
  ) {
    this.allowed = networksOf(config.outbound.allowed);
    this.needsEncryption = config.production;
  }

  /** Throws `EgressError` where nothing would be sent there now; for when an address is given to us. */
  async check(url: string, timeoutMs: number): Promise<void> {
    const signal = AbortSignal.timeout(timeoutMs);
    await this.permittedAddresses(outboundUrl(url), signal);
  }

  /** Any answer is one, whatever its status. Throws `EgressError`. */
  async post(url: string, { timeoutMs, ...post }: SafePost): Promise<SafeAnswer> {
    const signal = AbortSignal.timeout(timeoutMs);
    const target = outboundUrl(url);
    const addresses = await this.permittedAddresses(target, signal);
    return postTo({ ...target, addresses }, { ...post, signal });
  }

  private async permittedAddresses({ host, isEncrypted }: OutboundUrl, signal: AbortSignal): Promise<string[]> {
    const addresses = await this.addressesOf(host, signal);
    if (addresses.length === 0) throw new EgressError('unreachable', `There is no host ${host}.`);
    const others = addresses.filter((address) => !isWithin(address, this.allowed));
    // One bad record is enough: which of them a connection takes is chance.
    if (!others.every(isPublic))
      throw new EgressError('refused', `${host} is not on the public internet, nor in OUTBOUND_ALLOWED.`);
    if (this.needsEncryption && !isEncrypted && others.length > 0)
      throw new EgressError('refused', 'It must begin with https://.');
    return addresses;
  }

  private async addressesOf(host: string, signal: AbortSignal): Promise<string[]> {
    try {
      return await this.names.addressesOf(host, signal);
    } catch (error) {
      if (signal.aborted) throw new EgressError('timeout', `The name servers of ${host} did not answer in time.`, error);
      throw new EgressError('unreachable', `The name servers of ${host} could not be asked.`, error);
    }
  }
}
