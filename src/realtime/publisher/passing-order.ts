import type { RoomOrder } from './room-order.js';

/** Rooms whose place is remembered; those that were quiet for longest go first. */
const ROOMS = 10_000;

/** The order of rooms that nobody enters or leaves: remembered from the first fact that passes, as long as there is room. */
export class PassingOrder {
  /** The latest at the end. */
  private readonly remembered = new Set<string>();

  constructor(
    private readonly order: RoomOrder,
    private readonly most = ROOMS,
  ) {}

  /** As `RoomOrder.take`; of a room that is not remembered what came up to `since` is taken to be out. */
  take(roomId: string, seq: number, since: number, go: () => void): void {
    this.remembered.delete(roomId);
    this.remembered.add(roomId);
    this.order.expect(roomId, Math.min(since, seq - 1));
    if (this.remembered.size > this.most) this.forgetOldest();
    this.order.take(roomId, seq, go);
  }

  private forgetOldest(): void {
    const [oldest] = this.remembered;
    if (oldest === undefined) return;
    this.remembered.delete(oldest);
    this.order.forget(oldest);
  }
}
