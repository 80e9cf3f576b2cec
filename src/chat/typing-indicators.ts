import type { RoomRef, User } from '../protocol/index.js';
import type { Pair } from '../rooms/index.js';

/** Who goes on typing is told anew this often. */
const REPEAT_MS = 3_000;
/** Who says nothing more has stopped. */
const SILENCE_MS = 6_000;

export interface TypingChange {
  readonly room: RoomRef;
  /** Whose conversation it is, where it is one of two. */
  readonly pair: Pair | null;
  readonly user: User;
  readonly on: boolean;
  /** The connection the person types on, which need not be told. */
  readonly connectionId: string;
}

interface Typing extends Omit<TypingChange, 'on'> {
  saidAt: number;
  readonly timer: NodeJS.Timeout;
}

/** Who is typing where. Remembers nobody longer than 6 s. */
export class TypingIndicators {
  private readonly typing = new Map<string, Typing>();

  constructor(private readonly say: (change: TypingChange) => void) {}

  start(room: RoomRef, user: User, connectionId: string, pair: Pair | null = null): void {
    const key = keyOf(room.id, user.id);
    const before = this.typing.get(key);
    const isDue = before === undefined || performance.now() - before.saidAt >= REPEAT_MS;
    const timer =
      before?.timer.refresh() ??
      setTimeout(() => {
        this.stop(room.id, user.id);
      }, SILENCE_MS).unref();
    this.typing.set(key, { room, pair, user, connectionId, timer, saidAt: isDue ? performance.now() : before.saidAt });
    if (isDue) this.say({ room, pair, user, connectionId, on: true });
  }

  stop(roomId: string, userId: string): void {
    const key = keyOf(roomId, userId);
    const typing = this.typing.get(key);
    if (typing === undefined) return;
    clearTimeout(typing.timer);
    this.typing.delete(key);
    const { room, pair, user } = typing;
    this.say({ room, pair, user, connectionId: typing.connectionId, on: false });
  }

  /**
   * That connection is gone: also where the person typed in a room that it had not joined. Those who type are few, and soon forgotten: no
   * index by connection is worth keeping.
   */
  stopOn(connectionId: string): void {
    for (const typing of [...this.typing.values()]) {
      if (typing.connectionId === connectionId) this.stop(typing.room.id, typing.user.id);
    }
  }

  get size(): number {
    return this.typing.size;
  }
}

/** A room's id holds no space, a user's may. */
function keyOf(roomId: string, userId: string): string {
  return `${roomId} ${userId}`;
}
