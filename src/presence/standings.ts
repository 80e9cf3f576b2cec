import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DomainEvents, type PresenceRecord } from '../common/index.js';
import { AppConfig } from '../config/index.js';
import type { OwnPresence, Presence, User } from '../protocol/index.js';
import { ClusterSignals, ConnectionTable } from '../realtime/index.js';
import type { SaidAway } from './presence-entry.js';
import { PresenceService, type Whereabouts } from './presence.service.js';
import { SharedPresences } from './shared-presences.js';
import {
  isAway,
  isIdle,
  newStanding,
  offlineView,
  othersView,
  ownView,
  say,
  statusTextOf,
  takeIn,
  takeOver,
  type Standing,
} from './standing.js';
import { LastSeen } from './stored/last-seen.js';
import { NOTHING_CHOSEN, StoredPresences } from './stored/stored-presences.js';

/** How somebody is now: to everybody else, and to themselves. */
export interface Views {
  readonly others: Presence;
  /** Undefined for somebody who is not online. */
  readonly own: OwnPresence | undefined;
}

export type StandingListener = (user: User, views: Views) => void;

/** What a node shares of somebody: how they stand there. */
export type Share = Pick<Standing, 'user' | 'record' | 'said'> & { readonly idle: boolean };

/** Everybody who is online, with what they chose and whether they are away. Nobody is shown before it is known what they chose. */
@Injectable()
export class Standings implements OnModuleInit, OnModuleDestroy {
  private readonly online = new Map<string, Standing>();
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
    private readonly shared: SharedPresences,
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
      const standing = this.online.get(user.id);
      if (standing !== undefined) standing.activeAt = performance.now();
    });
    this.signals.on('presence-set', ({ userId, choice, awayBy = null }) => {
      this.chosen(userId, choice, { revision: choice.revision, by: awayBy });
    });
  }

  /** Who is here until the end was last seen then. */
  onModuleDestroy(): void {
    for (const whereabouts of this.presence.everybody()) if (whereabouts.wasHere) this.noteLastSeen(whereabouts);
  }

  /** Called at once for everybody who comes, goes or is seen differently. */
  onChange(listener: StandingListener): void {
    this.listeners.push(listener);
  }

  /** Undefined: not online. */
  viewsOf(userId: string): Views | undefined {
    const standing = this.online.get(userId);
    return standing && this.look(standing);
  }

  /** What other nodes are to know; undefined: nobody knows yet how they chose to be seen. */
  shareOf(userId: string): Share | undefined {
    const standing = this.online.get(userId);
    if (standing === undefined) return undefined;
    const { user, record, said } = standing;
    return { user, record, said, idle: isIdle(standing, this.awayMs) };
  }

  /** Tells of those who have become idle, are back, or whose text has ended. */
  lookAgain(): void {
    for (const standing of this.online.values()) {
      // Of who is elsewhere only the end of their text has to be found; the rest is told.
      const isHere = this.connections.countOf(standing.user.id) > 0;
      if (!isHere && standing.record.statusUntil === null) continue;
      this.look(standing);
      if (this.told.get(standing) !== this.changeable(standing)) this.tell(standing);
    }
  }

  private moved(whereabouts: Whereabouts): void {
    const { user, devices } = whereabouts;
    if (devices === 0) {
      this.gone(whereabouts);
      return;
    }
    const standing = this.online.get(user.id);
    if (standing !== undefined) {
      Object.assign(standing, { user, devices });
      this.tell(standing);
      return;
    }
    const isNew = !this.arriving.has(user.id);
    this.arriving.set(user.id, whereabouts);
    const [elsewhere] = this.shared.elsewhere(user.id);
    if (elsewhere !== undefined) this.arrived(user.id, elsewhere.value.record);
    else if (user.guest) this.arrived(user.id, NOTHING_CHOSEN);
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
    this.stored.forget(userId);
    if (whereabouts === undefined) return;
    const standing = newStanding({ ...whereabouts, record });
    this.online.set(userId, standing);
    this.tell(standing);
  }

  private gone(whereabouts: Whereabouts): void {
    const { user, leftAt } = whereabouts;
    this.stored.forget(user.id);
    this.arriving.delete(user.id);
    this.noteLastSeen(whereabouts);
    const standing = this.online.get(user.id);
    if (standing === undefined) return;
    this.online.delete(user.id);
    const others = offlineView(user, { ...standing.record, lastSeenAt: (leftAt ?? new Date()).toISOString() });
    for (const listener of this.listeners) listener(user, { others, own: undefined });
  }

  private chosen(userId: string, record: PresenceRecord, said: SaidAway): void {
    const standing = this.online.get(userId);
    if (standing === undefined) {
      // The row that is being read may be older.
      if (this.arriving.has(userId)) this.lookUp(userId);
    } else if (standing.record.revision < record.revision) {
      standing.record = record;
      say(standing, said);
      this.tell(standing);
    }
  }

  private tell(standing: Standing): void {
    const views = this.look(standing);
    this.told.set(standing, this.changeable(standing));
    for (const listener of this.listeners) listener(standing.user, views);
  }

  private look(standing: Standing): Views {
    const here = this.connections.ofUser(standing.user.id);
    const elsewhere = this.shared.elsewhere(standing.user.id);
    takeIn(standing, here);
    for (const { value } of elsewhere) takeOver(standing, value);
    const idle = elsewhere.map(({ value }) => value.idle);
    if (here.length > 0) idle.push(isIdle(standing, this.awayMs));
    standing.isAway = isAway(standing, idle);
    return { others: othersView(standing, standing.isAway), own: ownView(standing, standing.isAway) };
  }

  private changeable(standing: Standing): string {
    return `${isIdle(standing, this.awayMs)} ${standing.isAway} ${statusTextOf(standing.record) ?? ''}`;
  }

  private noteLastSeen(whereabouts: Whereabouts): void {
    const { user, leftAt } = whereabouts;
    if (user.guest) return;
    this.lastSeen.note(user.id, leftAt ?? new Date(), this.presence.isOurs(whereabouts));
  }
}
