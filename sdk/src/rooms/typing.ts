import type { User } from '../../../src/protocol/index.js';

/** Told again while somebody types. */
const TELL_EVERY_MS = 3_000;
/** Who was not heard of for so long has stopped: the server says so after 6 s, but that word may be lost. */
const SILENT_MS = 7_000;

/** Who types in a room, and when to say that we do. */
export class Typing {
  users: readonly User[] = [];
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private toldAt: number | undefined;

  constructor(
    private readonly changed: () => void,
    private readonly tell: (on: boolean) => void,
  ) {}

  hear(user: User, on: boolean): void {
    clearTimeout(this.timers.get(user.id));
    this.timers.delete(user.id);
    if (on)
      this.timers.set(
        user.id,
        setTimeout(() => this.hear(user, false), SILENT_MS),
      );
    const isListed = this.users.some(({ id }) => id === user.id);
    if (isListed === on) return;
    this.users = on ? [...this.users, user] : this.users.filter(({ id }) => id !== user.id);
    this.changed();
  }

  /** Our own: passed on at most once in 3 s. */
  set(on: boolean): void {
    const now = Date.now();
    if (on ? this.toldAt !== undefined && now - this.toldAt < TELL_EVERY_MS : this.toldAt === undefined) return;
    this.toldAt = on ? now : undefined;
    this.tell(on);
  }

  /** What was typed was sent: everybody sees that we have stopped. */
  sent(): void {
    this.toldAt = undefined;
  }

  /** Nobody is known to type any more. */
  clear(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    this.users = [];
  }
}
