import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { DomainEvents } from '../../common/index.js';
import { Outsiders } from '../../realtime/index.js';
import { Badges } from './badges.js';
import { UnreadRepository, type Badge } from './unread.repository.js';

/** How long the first message after a silence waits for others that come with it. */
const GATHER_MS = 50;
/** From the end of one round to the beginning of the next. */
const PAUSE_MS = 1_000;
/** Rooms of one round, and members of one page of it: one statement each. */
const ROOMS = 500;
const PAGE = 50;
/** Counting takes no more than every fourth second of one database connection, however many have to be told. */
const REST_FACTOR = 3;

/**
 * Sees to it that members who are connected to this node, and not in the room, learn that something was said there. Gathers the rooms
 * of a second and asks for all of them together: what it costs goes by those who are connected here, not by a room's members. Each
 * node does so for its own.
 */
@Injectable()
export class SpokenRooms implements OnModuleDestroy {
  private readonly logger = new Logger('SpokenRooms');
  /** Rooms in which something was said since they were last asked for. */
  private readonly spoken = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  /** Rooms of the next round: fewer after one that failed, until it is known which of them is too much. */
  private most = ROOMS;
  private isAtWork = false;
  private isStopped = false;

  constructor(
    private readonly outsiders: Outsiders,
    private readonly unread: UnreadRepository,
    private readonly badges: Badges,
    events: DomainEvents,
  ) {
    events.on('RoomSpoke', ({ roomId }) => {
      this.spoken.add(roomId);
      this.beginIn(GATHER_MS);
    });
  }

  onModuleDestroy(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  /** Rooms that wait for their round. */
  get size(): number {
    return this.spoken.size;
  }

  private beginIn(ms: number): void {
    if (this.timer !== undefined || this.isAtWork || this.isStopped) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      if (this.spoken.size > 0) void this.round();
    }, ms).unref();
  }

  /** Never throws. Afterwards there is a pause in any case, so that nobody is told twice within a second. */
  private async round(): Promise<void> {
    this.isAtWork = true;
    const roomIds = new Set([...this.spoken].slice(0, this.most));
    for (const roomId of roomIds) this.spoken.delete(roomId);
    const began = performance.now();
    let pause = PAUSE_MS;
    try {
      await this.tellOutsiders(roomIds);
      this.most = ROOMS;
    } catch (error) {
      this.logger.warn({ err: error }, 'What is unread could not be counted');
      for (const roomId of roomIds) this.spoken.add(roomId);
      this.most = Math.ceil(roomIds.size / 2);
      pause = Math.max(pause, (performance.now() - began) * REST_FACTOR);
    }
    this.isAtWork = false;
    this.beginIn(pause);
  }

  private async tellOutsiders(roomIds: ReadonlySet<string>): Promise<void> {
    let last: Badge | undefined;
    do {
      const outside = this.outsiders.of(roomIds, 'chat:unread');
      if (outside.userIds.length === 0) return;
      const began = performance.now();
      const page: Badge[] = await this.unread.ofThoseOutside([...roomIds], outside, last, PAGE);
      for (const badge of page) this.badges.said(badge, began);
      last = page.length < PAGE ? undefined : page.at(-1);
      if (last !== undefined) await this.rest((performance.now() - began) * REST_FACTOR);
    } while (last !== undefined && !this.isStopped);
  }

  private rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      setTimeout(resolve, ms).unref();
    });
  }
}
