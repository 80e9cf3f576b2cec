import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { networkOf } from '../../common/index.js';
import { AppConfig } from '../../config/index.js';
import type { ClientAddress } from './client-address.js';

interface Counts {
  all: number;
  unauthenticated: number;
}

/** A connection of either engine. */
interface EngineConnection extends EventEmitter {
  readonly request: IncomingMessage;
}

/** Counts the open connections of each client address (of IPv6, each /64), so that one address can't take the whole server. */
@Injectable()
export class AddressLimits {
  private readonly addresses = new Map<string, Counts>();
  private readonly addressOfConnection = new WeakMap<object, string>();
  private readonly authenticated = new WeakSet<object>();

  constructor(private readonly config: AppConfig) {}

  isFull(address: string): boolean {
    const counts = this.addresses.get(networkOf(address));
    if (counts === undefined) return false;
    const { connectionsPerAddress, unauthenticatedPerAddress } = this.config.realtime;
    return counts.all >= connectionsPerAddress || counts.unauthenticated >= unauthenticatedPerAddress;
  }

  /** A listener for an engine's new connections. */
  watch(addressOf: ClientAddress): (connection: EngineConnection) => void {
    return (connection) => {
      const address = networkOf(addressOf(connection.request));
      const counts = this.addresses.get(address) ?? { all: 0, unauthenticated: 0 };
      counts.all += 1;
      counts.unauthenticated += 1;
      this.addresses.set(address, counts);
      this.addressOfConnection.set(connection, address);
      connection.once('close', () => {
        this.closed(connection, address);
      });
    };
  }

  /** The client behind the connection has shown who it is. */
  authenticate(connection: object): void {
    const counts = this.countsOf(connection);
    if (counts === undefined || this.authenticated.has(connection)) return;
    this.authenticated.add(connection);
    counts.unauthenticated -= 1;
  }

  private closed(connection: object, address: string): void {
    const counts = this.countsOf(connection);
    if (counts === undefined) return;
    // Its token may still be under examination; it counts no more when that is done.
    this.addressOfConnection.delete(connection);
    counts.all -= 1;
    if (!this.authenticated.has(connection)) counts.unauthenticated -= 1;
    if (counts.all === 0) this.addresses.delete(address);
  }

  private countsOf(connection: object): Counts | undefined {
    const address = this.addressOfConnection.get(connection);
    return address === undefined ? undefined : this.addresses.get(address);
  }
}
