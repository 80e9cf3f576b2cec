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
}

/** Who is here now, or, where `user` is undefined, no longer. */
export type PresenceListener = (userId: string, user: User | undefined) => void;

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
      this.inOrder(connection.user, () => this.closed(connection));
    });
    this.events.on('UserChanged', ({ user }) => {
      const present = this.online.get(user.id);
      if (present !== undefined) this.show(present, user);
    });
    this.renewal = setInterval(() => {
      this.leases.renew().catch((error: unknown) => {
        this.logger.warn({ err: error }, 'Presence leases could not be renewed');
      });
    }, RENEW_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.renewal);
    for (const grace of this.graces.values()) clearTimeout(grace);
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
    const present = this.online.get(user.id) ?? { user, connections: 0, isAnnounced: false };
    this.online.set(user.id, present);
    this.show(present, user);
    present.connections += 1;
    await this.leases.open(leaseOf(connection));
    // Only now: who asks on another node because of it must find them there.
    if (present.isAnnounced) return;
    present.isAnnounced = true;
    this.events.emit('UserCameOnline', { user });
  }

  private async closed(connection: ConnectionClosed): Promise<void> {
    const { user } = connection;
    const present = this.online.get(user.id);
    if (present !== undefined) present.connections -= 1;
    let isStillHere = present !== undefined && present.connections > 0;
    try {
      await this.leases.close(leaseOf(connection));
      isStillHere ||= (await this.leases.list(user.id)).length > 0;
    } finally {
      // Also when the store failed: otherwise nobody would ever say that they are gone.
      if (!isStillHere) this.startGrace(user);
    }
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
      for (const listener of this.listeners) listener(user.id, undefined);
      if (!isElsewhere && present?.isAnnounced === true) this.events.emit('UserWentOffline', { user });
    }
  }

  private show(present: Present, user: User): void {
    present.user = user;
    for (const listener of this.listeners) listener(user.id, user);
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
