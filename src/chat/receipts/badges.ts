import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { DomainEvents } from '../../common/index.js';
import type { Unread } from '../../protocol/index.js';
import { Outsiders, Publisher } from '../../realtime/index.js';
import { Paced } from './paced.js';
import { UnreadRepository, type Badge } from './unread.repository.js';

/** A membership that ended is remembered for longer than any question takes. */
const GONE_MS = 10_000;

interface News extends Badge {
  /** When the numbers were asked for, by this process's clock. */
  readonly askedAt: number;
  /** Whether the person read, which all of their devices must know; otherwise those that are outside of the room. */
  readonly isForAll: boolean;
}

/** Tells a person's devices what is unread where, each room at most once a second. What is told are numbers as they are, never steps. */
@Injectable()
export class Badges implements OnModuleDestroy {
  private readonly logger = new Logger('Badges');
  private readonly paced: Paced<News>;
  /** Who left or was removed a moment ago, and when: what was asked for before must not reach them any more. */
  private readonly gone = new Map<string, number>();

  constructor(
    private readonly unread: UnreadRepository,
    private readonly outsiders: Outsiders,
    private readonly publisher: Publisher,
    events: DomainEvents,
  ) {
    this.paced = new Paced(
      (news, wasHeld) => {
        if (wasHeld) this.tellAsItIs(news);
        else this.tell(news);
      },
      (earlier, later) => ({ ...later, isForAll: earlier.isForAll || later.isForAll }),
    );
    events.on('AccessRevoked', (revocation) => {
      if (revocation.kind === 'room') this.leave(keyOf(revocation));
    });
    // What was counted here before the person read on another node, and comes after it, waits and is then counted anew.
    events.on('UnreadTold', ({ roomId, userId }) => {
      this.paced.said(keyOf({ roomId, userId }), (waiting) => waiting);
    });
  }

  onModuleDestroy(): void {
    this.paced.stop();
  }

  /** The person read on one of their devices: all of them, on every node, are told. */
  read(userId: string, unread: Unread, askedAt: number): void {
    this.put({ userId, unread, askedAt, isForAll: true });
  }

  /** Something was said in a room: this node's devices of that member that are not in it are told. */
  said(badge: Badge, askedAt: number): void {
    this.put({ ...badge, askedAt, isForAll: false });
  }

  /** Rooms and people about which something was said within the last second. */
  get size(): number {
    return this.paced.size;
  }

  private put(news: News): void {
    this.paced.put(keyOf({ roomId: news.unread.room.id, userId: news.userId }), news);
  }

  private tellAsItIs({ userId, unread: { room }, isForAll }: News): void {
    const askedAt = performance.now();
    this.unread
      .inRoom(room.id, userId)
      .then((unread) => {
        // Undefined: they are no member any more.
        if (unread !== undefined) this.tell({ userId, unread, askedAt, isForAll });
      })
      .catch((error: unknown) => {
        this.logger.warn({ err: error, roomId: room.id }, 'What is unread could not be counted');
      });
  }

  private tell({ userId, unread, askedAt, isForAll }: News): void {
    const goneAt = this.gone.get(keyOf({ roomId: unread.room.id, userId }));
    if (goneAt !== undefined && goneAt >= askedAt) return;
    if (isForAll) this.publisher.publish({ user: userId }, 'chat:unread', unread);
    else this.outsiders.tell(unread.room.id, userId, 'chat:unread', unread);
  }

  /** Told more than once of the same leaving, it counts from the first: who came back since must hear again. */
  private leave(key: string): void {
    if (this.gone.has(key)) return;
    this.gone.set(key, performance.now());
    setTimeout(() => this.gone.delete(key), GONE_MS).unref();
  }
}

/** A room's id holds no space, a user's may. */
function keyOf({ roomId, userId }: { roomId: string; userId: string }): string {
  return `${roomId} ${userId}`;
}
