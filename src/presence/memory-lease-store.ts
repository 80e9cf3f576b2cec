import { Injectable } from '@nestjs/common';
import { LeaseStore, type Lease } from './lease-store.js';

/** Leases of a single node. They end with their process, so that none can be left over. */
@Injectable()
export class MemoryLeaseStore extends LeaseStore {
  /** An array and not a map for each person: nearly everybody has one connection, and there are many people. */
  private readonly leases = new Map<string, Lease[]>();

  open(lease: Lease): Promise<void> {
    const others = this.leases.get(lease.userId)?.filter(({ connectionId }) => connectionId !== lease.connectionId) ?? [];
    this.leases.set(lease.userId, [...others, lease]);
    return Promise.resolve();
  }

  close({ userId, connectionId }: Lease): Promise<void> {
    const rest = this.leases.get(userId)?.filter((lease) => lease.connectionId !== connectionId) ?? [];
    if (rest.length === 0) this.leases.delete(userId);
    else this.leases.set(userId, rest);
    return Promise.resolve();
  }

  renew(): Promise<void> {
    return Promise.resolve();
  }

  list(userId: string): Promise<Lease[]> {
    return Promise.resolve([...(this.leases.get(userId) ?? [])]);
  }
}
