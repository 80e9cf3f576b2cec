import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { DomainEvents } from '../../common/index.js';
import type { Unread } from '../../protocol/index.js';
import { Outsiders, Publisher } from '../../realtime/index.js';
import { Paced } from './paced.js';
import { UnreadRepository, type Badge } from './unread.repository.js';

interface News extends Badge {
  /** Whether the person read, which all of their devices must know; otherwise those that are outside of the room. */
  readonly isForAll: boolean;
}

/** Tells a person's devices what is unread where, each room at most once a second. What is told are numbers as they are, never steps. */
@Injectable()
export class Badges implements OnModuleDestroy {
  private readonly logger = new Logger('Badges');
  private readonly paced: Paced<News>;

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
    // What was counted here before the person read on another node, and comes after it, waits and is then counted anew.
    events.on('UnreadTold', ({ roomId, userId }) => {
      this.paced.said(`${roomId} ${userId}`, () => false);
    });
  }

  onModuleDestroy(): void {
    this.paced.stop();
  }

  /** The person read on one of their devices: all of them, on every node, are told. */
  read(userId: string, unread: Unread): void {
    this.put({ userId, unread, isForAll: true });
  }

  /** Something was said in a room: this node's devices of that member that are not in it are told. */
  said(badge: Badge): void {
    this.put({ ...badge, isForAll: false });
  }

  /** Rooms and people about which something was said within the last second. */
  get size(): number {
    return this.paced.size;
  }

  private put(news: News): void {
    this.paced.put(`${news.unread.room.id} ${news.userId}`, news);
  }

  private tellAsItIs({ userId, unread: { room }, isForAll }: News): void {
    this.unread.inRoom(room.id, userId).then(
      (unread) => {
        // Undefined: they are no member any more.
        if (unread !== undefined) this.tell({ userId, unread, isForAll });
      },
      (error: unknown) => {
        this.logger.warn({ err: error, roomId: room.id }, 'What is unread could not be counted');
      },
    );
  }

  private tell({ userId, unread, isForAll }: News): void {
    if (isForAll) this.publisher.publish({ user: userId }, 'chat:unread', unread);
    else this.outsiders.tell(unread.room.id, userId, 'chat:unread', unread);
  }
}
