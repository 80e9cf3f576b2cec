import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { DomainEvents } from '../common/index.js';
import type { User } from '../protocol/index.js';
import { ConnectionTable, PersonDelivery } from '../realtime/index.js';
import { SharedPresences } from './shared-presences.js';
import { Standings, type Views } from './standings.js';

/** Milliseconds between two tellings of one person. */
const INTERVAL_MS = 500;

/** Somebody who was told of a moment ago, and how they are since. */
interface Pause {
  readonly timer: NodeJS.Timeout;
  latest: { readonly user: User; readonly views: Views } | undefined;
  /** What was the latest when somebody was shown it: for them, going back to how it was told is a change. */
  readonly shown: Set<Views>;
}

/**
 * Tells those of this node who watch a person, or share a room with them, how they are: at once, then at most twice a second, the last
 * state always. The other nodes tell theirs.
 */
@Injectable()
export class ChangeTeller implements OnModuleInit, OnModuleDestroy {
  /** How those who are online were last told of. */
  private readonly told = new Map<string, Views>();
  private readonly pauses = new Map<string, Pause>();
  /** Rooms that people are in on other nodes, or were in with their last connection; until they are back, or told to be gone. */
  private readonly leftRooms = new Map<string, readonly string[]>();

  constructor(
    private readonly standings: Standings,
    private readonly connections: ConnectionTable,
    private readonly shared: SharedPresences,
    private readonly delivery: PersonDelivery,
    private readonly events: DomainEvents,
  ) {}

  onModuleInit(): void {
    this.standings.onChange((user, views) => {
      this.changed(user, views);
    });
    this.events.on('ConnectionClosed', ({ user, roomIds }) => {
      // Only of those who are known to have been here: who leaves before that was never told of.
      if (this.told.has(user.id) && this.connections.countOf(user.id) === 0) this.leftRooms.set(user.id, roomIds);
    });
    this.events.on('ConnectionOpened', ({ user }) => {
      this.leftRooms.delete(user.id);
    });
  }

  onModuleDestroy(): void {
    for (const { timer } of this.pauses.values()) clearTimeout(timer);
  }

  /** Somebody was just shown how these people are. */
  shown(userIds: readonly string[]): void {
    for (const userId of userIds) {
      const pause = this.pauses.get(userId);
      if (pause?.latest !== undefined) pause.shown.add(pause.latest.views);
    }
  }

  private changed(user: User, views: Views, isSeenOtherwise = false): void {
    const [elsewhere, ...more] = this.shared.elsewhere(user.id);
    // When they have left another node, it says no more where they were.
    if (elsewhere !== undefined) {
      const { rooms } = elsewhere.value;
      this.leftRooms.set(user.id, more.length === 0 ? rooms : [...rooms, ...more.flatMap(({ value }) => value.rooms)]);
    }
    const pause = this.pauses.get(user.id);
    if (pause !== undefined) pause.latest = { user, views };
    else if (this.tell(user, views, isSeenOtherwise)) this.pause(user.id);
  }

  private pause(userId: string): void {
    const timer = setTimeout(() => {
      const { latest, shown } = this.pauses.get(userId) ?? {};
      this.pauses.delete(userId);
      if (latest === undefined) return;
      const isOutdated = [...(shown ?? [])].some((views) => !isDeepStrictEqual(views, latest.views));
      this.changed(latest.user, latest.views, isOutdated);
    }, INTERVAL_MS).unref();
    this.pauses.set(userId, { timer, latest: undefined, shown: new Set() });
  }

  /** Whether it was news to anybody. */
  private tell({ id }: User, views: Views, isSeenOtherwise: boolean): boolean {
    const before = this.told.get(id);
    // Who comes is told to rooms by their joining.
    const rooms = before === undefined ? [] : this.roomsOf(id);
    if (views.own === undefined) {
      this.told.delete(id);
      this.leftRooms.delete(id);
    } else this.told.set(id, views);
    const isNewsToOthers = isSeenOtherwise || (!isDeepStrictEqual(before?.others, views.others) && !staysOffline(before, views));
    // Who comes or goes has no other device that could hear it.
    const own = before === undefined || (!isSeenOtherwise && isDeepStrictEqual(before.own, views.own)) ? undefined : views.own;
    if (isNewsToOthers) this.delivery.deliver({ person: id, rooms, view: 'others' }, 'presence:changed', views.others);
    if (own !== undefined) this.delivery.deliver({ person: id, rooms: [], view: 'own' }, 'presence:changed', own);
    return isNewsToOthers || own !== undefined;
  }

  private roomsOf(userId: string): string[] {
    const rooms = new Set(this.leftRooms.get(userId));
    for (const connection of this.connections.ofUser(userId)) for (const roomId of connection.rooms.keys()) rooms.add(roomId);
    return [...rooms];
  }
}

/** Also where the moment they were last seen is another one: who is hidden is gone already. */
function staysOffline(before: Views | undefined, { others }: Views): boolean {
  return others.state === 'offline' && (before === undefined || before.others.state === 'offline');
}
