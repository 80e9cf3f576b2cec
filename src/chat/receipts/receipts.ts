import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { DomainEvents } from '../../common/index.js';
import type { Receipt, User } from '../../protocol/index.js';
import { Publisher } from '../../realtime/index.js';
import { audienceOf, RoomAccess, type Pair } from '../../rooms/index.js';
import type { Marks, MovedMarks } from './mark.repository.js';
import { NAMED, type PassedMessage } from './passed-messages.sql.js';
import { Paced } from './paced.js';

/** A receipt, and whose conversation it is of, where that is one of two. */
interface Due {
  readonly receipt: Receipt;
  readonly pair: Pair | null;
  readonly read: readonly PassedMessage[];
  readonly delivered: readonly PassedMessage[];
}

/** Tells a room how far its members are, each of them at most once a second. */
@Injectable()
export class Receipts implements OnModuleDestroy {
  private readonly paced: Paced<Due>;

  constructor(
    private readonly access: RoomAccess,
    publisher: Publisher,
    events: DomainEvents,
  ) {
    this.paced = new Paced(
      ({ receipt, pair, read, delivered }) => {
        const aside = { marks: { at: new Date().toISOString(), read, delivered } };
        publisher.publish(audienceOf(receipt.room.id, pair), 'chat:receipt', receipt, { aside });
      },
      // Marks only grow: what two devices did in one second is the farther of both.
      (earlier, later) => ({
        ...later,
        receipt: { ...later.receipt, ...farther(earlier.receipt, later.receipt) },
        read: [...earlier.read, ...later.read].slice(-NAMED),
        delivered: [...earlier.delivered, ...later.delivered].slice(-NAMED),
      }),
      ({ receipt: said }, later) => leftOf(later, said),
    );
    // Also those of other nodes: a receipt that waits here may be behind what the person's other device did there.
    events.on('ReceiptTold', ({ roomId, userId, ...told }) => {
      this.paced.said(keyOf(roomId, userId), (waiting) => leftOf(waiting, told));
    });
  }

  onModuleDestroy(): void {
    this.paced.stop();
  }

  /**
   * Also the person's own other devices hear it. Not in a room with more than 200 people in it: each message there would be read by
   * all of them within seconds, and so make as many receipts to as many people, and nobody looks for one name among hundreds.
   */
  moved({ room, pair, readSeq, deliveredSeq, read, delivered }: MovedMarks, user: User): void {
    if (this.access.isCrowded(room.id)) return;
    const receipt = { room, user: this.access.personIn(room, user), readSeq, deliveredSeq };
    this.paced.put(keyOf(room.id, user.id), { receipt, pair, read, delivered });
  }

  /** Members about whom something was said within the last second. */
  get size(): number {
    return this.paced.size;
  }
}

/**
 * What is still to be told after these marks were. One that they cover is needless, unless it names messages: each of those is named
 * to its sender once, and never by marks that went past it.
 */
function leftOf(due: Due, told: Marks): Due | undefined {
  const { receipt, read, delivered } = due;
  const isCovered = told.readSeq >= receipt.readSeq && told.deliveredSeq >= receipt.deliveredSeq;
  if (isCovered && read.length + delivered.length === 0) return undefined;
  return { ...due, receipt: { ...receipt, ...farther(receipt, told) } };
}

function farther(one: Marks, other: Marks): Marks {
  return {
    readSeq: Math.max(one.readSeq, other.readSeq),
    deliveredSeq: Math.max(one.deliveredSeq, other.deliveredSeq),
  };
}

/** A room's id holds no space, a user's may. */
function keyOf(roomId: string, userId: string): string {
  return `${roomId} ${userId}`;
}
