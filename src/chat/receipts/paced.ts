/** As often at most is one thing said about one key. */
const INTERVAL_MS = 1_000;

interface Rest<T> {
  readonly timer: NodeJS.Timeout;
  /** What was said last, where it was said here. */
  readonly said: T | undefined;
  /** What came since it was last said. */
  waiting: T | undefined;
}

/**
 * Says things about keys, each key at most once a second: the first at once, and of what comes in the second after it the last. A key
 * about which nothing comes any more takes no memory.
 */
export class Paced<T> {
  private readonly resting = new Map<string, Rest<T>>();

  /**
   * @param say `wasHeld`: it waited, and may be out of date; must not throw
   * @param merge makes one of two that wait
   * @param covers whether what was said makes what comes later, perhaps overtaken by it, needless
   */
  constructor(
    private readonly say: (value: T, wasHeld: boolean) => void,
    private readonly merge: (earlier: T, later: T) => T,
    private readonly covers: (said: T, later: T) => boolean = () => false,
  ) {}

  put(key: string, value: T): void {
    const rest = this.resting.get(key);
    if (rest !== undefined) {
      if (rest.said !== undefined && this.covers(rest.said, value)) return;
      rest.waiting = rest.waiting === undefined ? value : this.merge(rest.waiting, value);
      return;
    }
    this.pause(key, value);
    this.say(value, false);
  }

  /** Somebody else has just said something about the key: what waits and is covered by it need not be said any more. */
  said(key: string, covers: (waiting: T) => boolean): void {
    const rest = this.resting.get(key);
    if (rest === undefined) this.pause(key, undefined);
    else if (rest.waiting !== undefined && covers(rest.waiting)) rest.waiting = undefined;
  }

  get size(): number {
    return this.resting.size;
  }

  stop(): void {
    for (const { timer } of this.resting.values()) clearTimeout(timer);
    this.resting.clear();
  }

  private pause(key: string, said: T | undefined): void {
    const timer = setTimeout(() => {
      const waiting = this.resting.get(key)?.waiting;
      this.resting.delete(key);
      if (waiting === undefined) return;
      this.pause(key, waiting);
      this.say(waiting, true);
    }, INTERVAL_MS).unref();
    this.resting.set(key, { timer, said, waiting: undefined });
  }
}
