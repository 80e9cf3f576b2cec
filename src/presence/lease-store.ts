/** One connection of one device keeps its person online while it lives. */
export interface Lease {
  readonly userId: string;
  readonly deviceId: string;
  readonly connectionId: string;
}

/**
 * Where leases are kept: in this process, or where all nodes see them. Asynchronous, so that nothing may rely on an answer at
 * once. A store that other nodes share lets leases run out that nobody renews, so that a node that died takes its people with it.
 */
export abstract class LeaseStore {
  abstract open(lease: Lease): Promise<void>;
  /** Closing one that is not open changes nothing. */
  abstract close(lease: Lease): Promise<void>;
  /** Says that every lease opened on this node and not closed still holds. */
  abstract renew(): Promise<void>;
  abstract list(userId: string): Promise<Lease[]>;
}
