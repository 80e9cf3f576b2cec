import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { DomainEvents } from '../common/index.js';
import { ConnectionTable } from '../realtime/index.js';
import type { PresenceEntry } from './presence-entry.js';
import { SharedPresences } from './shared-presences.js';
import { Standings } from './standings.js';

/** Of one person; others need not know of more, and nobody makes their entry larger than others take. */
const DEVICES = 50;
const ROOMS = 500;

/** Tells the other nodes of those who have connections here: at once that they left, else once a turn of the event loop. */
@Injectable()
export class PresenceSharer implements OnModuleInit, OnModuleDestroy {
  private readonly shared = new Map<string, PresenceEntry>();
  private readonly changed = new Set<string>();
  private timer: NodeJS.Immediate | undefined;

  constructor(
    private readonly standings: Standings,
    private readonly connections: ConnectionTable,
    private readonly presences: SharedPresences,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    if (this.presences.isAlone) return;
    this.standings.onChange(({ id }) => {
      this.mark(id);
    });
    this.events.on('ConnectionMoved', ({ userId }) => {
      this.mark(userId);
    });
    this.events.on('ConnectionClosed', ({ user }) => {
      this.mark(user.id);
    });
  }

  onModuleDestroy(): void {
    clearImmediate(this.timer);
  }

  private mark(userId: string): void {
    if (this.connections.countOf(userId) === 0) {
      this.changed.delete(userId);
      if (this.shared.delete(userId)) this.presences.delete(userId);
      return;
    }
    this.changed.add(userId);
    this.timer ??= setImmediate(() => {
      this.timer = undefined;
      for (const id of this.changed) this.share(id);
      this.changed.clear();
    });
  }

  private share(userId: string): void {
    const entry = this.entryOf(userId);
    // What another node says of them comes by here too.
    if (entry === undefined || isDeepStrictEqual(entry, this.shared.get(userId))) return;
    this.shared.set(userId, entry);
    this.presences.set(userId, entry);
  }

  private entryOf(userId: string): PresenceEntry | undefined {
    const share = this.standings.shareOf(userId);
    const connections = this.connections.ofUser(userId);
    if (share === undefined) return undefined;
    const devices = new Set(connections.map(({ deviceId }) => deviceId));
    const rooms = new Set(connections.flatMap((connection) => [...connection.rooms.keys()]));
    return { ...share, devices: [...devices].slice(0, DEVICES), rooms: [...rooms].slice(0, ROOMS) };
  }
}
