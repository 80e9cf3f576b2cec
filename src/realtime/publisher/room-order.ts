interface RoomState {
  /** The number expected next. */
  next: number;
  /** Facts that came before their predecessors. */
  readonly early: Map<number, () => void>;
  timer: NodeJS.Timeout | undefined;
}

/**
 * Puts the durable facts of each room in the order of their numbers before they leave this node. Facts made here
 * come in order; those of other nodes can overtake one another.
 */
export class RoomOrder {
  private readonly rooms = new Map<string, RoomState>();

  /** @param patienceMs how long a fact that came early waits for its predecessors */
  constructor(private readonly patienceMs: number) {}

  /** Someone here listens to the room from `seq + 1` on. */
  expect(roomId: string, seq: number): void {
    if (!this.rooms.has(roomId)) this.rooms.set(roomId, { next: seq + 1, early: new Map(), timer: undefined });
  }

  /** Lets the fact go when its turn has come: now, when its predecessors are there, or when they are overdue. */
  take(roomId: string, seq: number, go: () => void): void {
    const room = this.rooms.get(roomId);
    // Nobody asked for the room's order, or a later one has already left: nothing to wait for.
    if (room === undefined || seq < room.next) {
      go();
      return;
    }
    room.early.set(seq, go);
    this.release(room);
    if (room.early.size > 0)
      room.timer ??= setTimeout(() => {
        this.giveUp(room);
      }, this.patienceMs).unref();
  }

  /** Nobody here listens to the room any more. */
  forget(roomId: string): void {
    clearTimeout(this.rooms.get(roomId)?.timer);
    this.rooms.delete(roomId);
  }

  private release(room: RoomState): void {
    for (let go = room.early.get(room.next); go !== undefined; go = room.early.get(room.next)) {
      room.early.delete(room.next);
      room.next += 1;
      go();
    }
    if (room.early.size === 0) {
      clearTimeout(room.timer);
      room.timer = undefined;
    }
  }

  /** What is missing is lost to the live stream; whoever needs it syncs. */
  private giveUp(room: RoomState): void {
    room.timer = undefined;
    const overdue = [...room.early].sort(([a], [b]) => a - b);
    room.early.clear();
    for (const [seq, go] of overdue) {
      room.next = seq + 1;
      go();
    }
  }
}
