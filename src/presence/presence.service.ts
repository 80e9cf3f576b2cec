import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DomainEvents, type ConnectionClosed, type ConnectionOpened } from '../common/index.js';
import { Lanes } from '../common/lanes.js';
import { AppConfig } from '../config/index.js';
import type { User } from '../protocol/index.js';
import { LeaseStore, type Lease } from './lease-store.js';

const RENEW_MS = 20_000;

/** A person who is here, or was within the grace. */
interface Present {
  user: User;
  /** Connections open on this node. They count even where the store can't be asked. */
  connections: number;
  /** Whether `UserCameOnline` was said. */
  isAnnounced: boolean;
  /** Distinct ones, those that left within the grace among them. */
  devices: number;
  /** When the last one left. */
  leftAt: Date | undefined;
}

/** Where a person is now. */
export interface Whereabouts {
  readonly user: User;
  /** Distinct devices they are here with; 0: none any more. */
  readonly devices: number;
  /** When the last device left; undefined while one is here. */
  readonly leftAt: Date | undefined;
}

export type PresenceListener = (whereabouts: Whereabouts) => void;

/**
 * Who is online: a person is while any lease of theirs lives, and for the grace after the last one ended, so that a reload shows
 * nothing. Says `UserCameOnline` and `UserWentOffline`, each once for each change.
 */
@Injectable()
export class PresenceService implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Presence');
  private readonly online = new Map<string, Present>();
  /** One timer for each person whose last device left; none for those who are here. */
  private readonly graces = new Map<string, NodeJS.Timeout>();
  /** One for each person one of whose devices left. */
  private readonly recounts = new Map<string, NodeJS.Timeout>();
  /** What happens to one person is done in its order, however long the store takes. */
  private readonly lanes = new Lanes();
  private readonly listeners: PresenceListener[] = [];
  private renewal: NodeJS.Timeout | undefined;

  constructor(
    private readonly config: AppConfig,
    private readonly leases: LeaseStore,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    this.events.on('ConnectionOpened', (connection) => {
      this.inOrder(connection.user, () => this.opened(connection));
    });
    this.events.on('ConnectionClosed', (connection) => {
      const at = new Date();
      this.inOrder(connection.user, () => this.closed(connection, at));
    });
    this.events.on('UserChanged', ({ user }) => {
      const present = this.online.get(user.id);
      if (present === undefined) return;
      present.user = user;
      this.show(present);
    });
    this.renewal = setInterval(() => {
      this.leases.renew().catch((error: unknown) => {
        this.logger.warn({ err: error }, 'Presence leases could not be renewed');
      });
    }, RENEW_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.renewal);
    for (const timer of [...this.graces.values(), ...this.recounts.values()]) clearTimeout(timer);
  }

  /** Everybody who is here or within the grace. */
  everybody(): Whereabouts[] {
    return [...this.online.values()];
  }

  /** Whether the person has a live device, or had one within the grace. */
  async isOnline(userId: string): Promise<boolean> {
    return this.online.has(userId) || (await this.leases.list(userId)).length > 0;
  }

  /** Called for everybody who comes to be online on this node, changes, or goes; in that order, at once. */
  onChange(listener: PresenceListener): void {
    this.listeners.push(listener);
  }

  private async opened(connection: ConnectionOpened): Promise<void> {
    const { user } = connection;
    clearTimeout(this.graces.get(user.id));
    this.graces.delete(user.id);
    const nobody: Present = { user, connections: 0, isAnnounced: false, devices: 1, leftAt: undefined };
    const present = this.online.get(user.id) ?? nobody;
    this.online.set(user.id, present);
    Object.assign(present, { user, leftAt: undefined });
    this.show(present);
    present.connections += 1;
    await this.leases.open(leaseOf(connection));
    // Only now: who asks on another node because of it must find them there.
    if (!present.isAnnounced) {
      present.isAnnounced = true;
      this.events.emit('UserCameOnline', { user });
    }
    // Not fewer than before: a device that has just left may be back within the grace.
    this.count(present, Math.max(present.devices, await this.devicesOf(user.id)));
  }

  private async closed(connection: ConnectionClosed, at: Date): Promise<void> {
    const { user } = connection;
    const present = this.online.get(user.id);
    if (present !== undefined) present.connections -= 1;
    let isStillHere = present !== undefined && present.connections > 0;
    // Before the store is asked: a count that is due now must not miss the device that may be back.
    if (present !== undefined && isStillHere) this.countAfterGrace(user, present);
    try {
      await this.leases.close(leaseOf(connection));
      isStillHere ||= (await this.leases.list(user.id)).length > 0;
    } finally {
      // Also when the store failed: otherwise nobody would ever say that they are gone.
      if (!isStillHere) this.startGrace(user);
      if (present !== undefined && !isStillHere) present.leftAt = at;
    }
  }

  /** One of several devices may be gone: it counts for as long as it may be a reload. */
  private countAfterGrace(user: User, present: Present): void {
    clearTimeout(this.recounts.get(user.id));
    const recount = setTimeout(() => {
      this.recounts.delete(user.id);
      this.inOrder(user, async () => {
        const isHere = this.online.get(user.id) === present && present.connections > 0;
        if (isHere) this.count(present, await this.devicesOf(user.id));
      });
    }, this.config.presence.graceMs).unref();
    this.recounts.set(user.id, recount);
  }

  private async devicesOf(userId: string): Promise<number> {
    return new Set((await this.leases.list(userId)).map(({ deviceId }) => deviceId)).size;
  }

  private count(present: Present, devices: number): void {
    if (devices === 0 || devices === present.devices) return;
    present.devices = devices;
    this.show(present);
  }

  private startGrace(user: User): void {
    clearTimeout(this.graces.get(user.id));
    const grace = setTimeout(() => {
      this.inOrder(user, () => this.graceEnded(user, grace));
    }, this.config.presence.graceMs).unref();
    this.graces.set(user.id, grace);
  }

  private async graceEnded(user: User, grace: NodeJS.Timeout): Promise<void> {
    // They came back while this waited for its turn.
    if (this.graces.get(user.id) !== grace) return;
    this.graces.delete(user.id);
    const present = this.online.get(user.id);
    let isElsewhere = false;
    try {
      isElsewhere = (await this.leases.list(user.id)).length > 0;
    } finally {
      this.online.delete(user.id);
      clearTimeout(this.recounts.get(user.id));
      this.recounts.delete(user.id);
      this.show({ user: present?.user ?? user, devices: 0, leftAt: present?.leftAt ?? new Date() });
      if (!isElsewhere && present?.isAnnounced === true) this.events.emit('UserWentOffline', { user });
    }
  }

  private show({ user, devices, leftAt }: Whereabouts): void {
    for (const listener of this.listeners) listener({ user, devices, leftAt });
  }

  private inOrder({ id }: User, work: () => Promise<void>): void {
    this.lanes.run(id, work).catch((error: unknown) => {
      this.logger.warn({ err: error, userId: id }, 'A change of presence could not be recorded');
    });
  }
}

function leaseOf({ user, deviceId, connectionId }: ConnectionOpened | ConnectionClosed): Lease {
  return { userId: user.id, deviceId, connectionId };
}
