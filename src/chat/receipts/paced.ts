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
   * @param after what of a later one, perhaps overtaken by what was said, is still to be said after that; undefined: nothing
   */
  constructor(
    private readonly say: (value: T, wasHeld: boolean) => void,
    private readonly merge: (earlier: T, later: T) => T,
    private readonly after: (said: T, later: T) => T | undefined = (_said, later) => later,
  ) {}

  put(key: string, value: T): void {
    const rest = this.resting.get(key);
    if (rest !== undefined) {
      const due = rest.said === undefined ? value : this.after(rest.said, value);
      if (due !== undefined) rest.waiting = rest.waiting === undefined ? due : this.merge(rest.waiting, due);
      return;
    }
    this.pause(key, value);
    this.say(value, false);
  }

  /** Somebody else has just said something about the key: `left` is what then is still to be said of what waits. */
  said(key: string, left: (waiting: T) => T | undefined): void {
    const rest = this.resting.get(key);
    if (rest === undefined) this.pause(key, undefined);
    else if (rest.waiting !== undefined) rest.waiting = left(rest.waiting);
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
