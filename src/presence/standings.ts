import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DomainEvents, type PresenceRecord } from '../common/index.js';
import { AppConfig } from '../config/index.js';
import type { OwnPresence, Presence, User } from '../protocol/index.js';
import { ClusterSignals, ConnectionTable } from '../realtime/index.js';
import { PresenceService, type Whereabouts } from './presence.service.js';
import { isAway, offlineView, othersView, ownView, statusTextOf, takeIn, type Standing } from './standing.js';
import { LastSeen } from './stored/last-seen.js';
import { NOTHING_CHOSEN, StoredPresences } from './stored/stored-presences.js';

/** How somebody is now: to everybody else, and to themselves. */
export interface Views {
  readonly others: Presence;
  /** Undefined for somebody who is not here. */
  readonly own: OwnPresence | undefined;
}

export type StandingListener = (user: User, views: Views) => void;

/** Everybody who is here on this node, with what they chose and whether they are away. Nobody is shown before it is known what they chose. */
@Injectable()
export class Standings implements OnModuleInit, OnModuleDestroy {
  private readonly here = new Map<string, Standing>();
  /** Those of whom it is not yet known what they chose. */
  private readonly arriving = new Map<string, Whereabouts>();
  private readonly listeners: StandingListener[] = [];
  /** What time changes by itself, as it was told last: whether people are away, and their text. */
  private readonly told = new WeakMap<Standing, string>();
  private readonly awayMs: number;

  constructor(
    config: AppConfig,
    private readonly presence: PresenceService,
    private readonly stored: StoredPresences,
    private readonly lastSeen: LastSeen,
    private readonly connections: ConnectionTable,
    private readonly events: DomainEvents,
    private readonly signals: ClusterSignals,
  ) {
    this.awayMs = config.presence.awayMs;
  }

  onModuleInit(): void {
    this.presence.onChange((whereabouts) => {
      this.moved(whereabouts);
    });
    this.events.on('ConnectionOpened', ({ user }) => {
      const standing = this.here.get(user.id);
      if (standing !== undefined) standing.activeAt = performance.now();
    });
    this.signals.on('presence-set', ({ userId, choice }) => {
      this.chosen(userId, choice);
    });
  }

  /** Who is here until the end was last seen then. */
  onModuleDestroy(): void {
    for (const { user, leftAt } of this.presence.everybody()) this.noteLastSeen(user, leftAt);
  }

  /** Called at once for everybody who comes, goes or is seen differently. */
  onChange(listener: StandingListener): void {
    this.listeners.push(listener);
  }

  /** Undefined: not here. */
  viewsOf(userId: string): Views | undefined {
    const standing = this.here.get(userId);
    return standing && this.look(standing);
  }

  /** `undefined` ends what was said. Told with the choice that it is part of. */
  saidAway(userId: string, deviceId: string | undefined): void {
    const standing = this.here.get(userId);
    if (standing !== undefined) standing.saidAway = deviceId === undefined ? undefined : { deviceId, at: performance.now() };
  }

  /** Tells of those who have become idle, are back, or whose text has ended. */
  lookAgain(): void {
    for (const standing of this.here.values()) {
      takeIn(standing, this.connections.ofUser(standing.user.id));
      if (this.told.get(standing) !== this.changeable(standing)) this.tell(standing);
    }
  }

  private moved(whereabouts: Whereabouts): void {
    const { user, devices, leftAt } = whereabouts;
    if (devices === 0) {
      this.gone(user, leftAt);
      return;
    }
    const standing = this.here.get(user.id);
    if (standing !== undefined) {
      Object.assign(standing, { user, devices });
      this.tell(standing);
      return;
    }
    const isNew = !this.arriving.has(user.id);
    this.arriving.set(user.id, whereabouts);
    if (user.guest) this.arrived(user.id, NOTHING_CHOSEN);
    else if (isNew) this.lookUp(user.id);
  }

  private lookUp(userId: string): void {
    this.stored.lookUp(userId, (record) => {
      this.arrived(userId, record);
    });
  }

  private arrived(userId: string, record: PresenceRecord): void {
    const whereabouts = this.arriving.get(userId);
    this.arriving.delete(userId);
    if (whereabouts === undefined) return;
    const { user, devices } = whereabouts;
    const standing: Standing = { user, devices, record, activeAt: performance.now(), saidAway: undefined };
    this.here.set(userId, standing);
    this.tell(standing);
  }

  private gone(user: User, leftAt: Date | undefined): void {
    this.stored.forget(user.id);
    this.arriving.delete(user.id);
    this.noteLastSeen(user, leftAt);
    const standing = this.here.get(user.id);
    if (standing === undefined) return;
    this.here.delete(user.id);
    const others = offlineView(user, { ...standing.record, lastSeenAt: (leftAt ?? new Date()).toISOString() });
    for (const listener of this.listeners) listener(user, { others, own: undefined });
  }

  private chosen(userId: string, record: PresenceRecord): void {
    const standing = this.here.get(userId);
    if (standing === undefined) {
      // The row that is being read may be older.
      if (this.arriving.has(userId)) this.lookUp(userId);
    } else if (standing.record.revision < record.revision) {
      standing.record = record;
      this.tell(standing);
    }
  }

  private tell(standing: Standing): void {
    const views = this.look(standing);
    this.told.set(standing, this.changeable(standing));
    for (const listener of this.listeners) listener(standing.user, views);
  }

  private look(standing: Standing): Views {
    takeIn(standing, this.connections.ofUser(standing.user.id));
    const away = isAway(standing, this.awayMs);
    return { others: othersView(standing, away), own: ownView(standing, away) };
  }

  private changeable(standing: Standing): string {
    return `${isAway(standing, this.awayMs)} ${statusTextOf(standing.record) ?? ''}`;
  }

  private noteLastSeen({ id, guest }: User, leftAt: Date | undefined): void {
    if (!guest) this.lastSeen.note(id, leftAt ?? new Date());
  }
}
