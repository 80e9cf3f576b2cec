interface Waiting<K, V> {
  readonly key: K;
  readonly resolve: (value: V) => void;
  readonly reject: (error: unknown) => void;
}

/** Milliseconds between two questions, at least, when many ask. */
const INTERVAL_MS = 10;

/**
 * Looks up together what many ask for at about the same time, so that a crowd costs few questions: whoever asks alone is answered at
 * once, the next wait a few milliseconds for each other. Nothing is kept: an answer is always from a question that was put after its
 * caller asked.
 */
export class BatchLoader<K, V> {
  private waiting: Waiting<K, V>[] = [];
  private lastAsked = -INTERVAL_MS;

  /**
   * @param load gives an answer for each of the keys, in their order; one that fails fails for all of them, so that no key may be
   *   the reason
   * @param most keys in one question
   */
  constructor(
    private readonly load: (keys: readonly K[]) => Promise<readonly V[]>,
    private readonly most: number,
  ) {}

  find(key: K): Promise<V> {
    return new Promise((resolve, reject) => {
      if (this.waiting.length === 0) this.askSoon();
      this.waiting.push({ key, resolve, reject });
    });
  }

  private askSoon(): void {
    const wait = this.lastAsked + INTERVAL_MS - performance.now();
    // setImmediate rather than nextTick: who else asks in this turn is still to come.
    if (wait <= 0) setImmediate(this.ask);
    else setTimeout(this.ask, wait);
  }

  private readonly ask = (): void => {
    this.lastAsked = performance.now();
    const asked = this.waiting;
    this.waiting = [];
    while (asked.length > 0) void this.answer(asked.splice(0, this.most));
  };

  /** Never throws: whoever asked is told. */
  private async answer(batch: readonly Waiting<K, V>[]): Promise<void> {
    try {
      const values = await this.load(batch.map(({ key }) => key));
      if (values.length !== batch.length) throw new Error(`${values.length} answers to ${batch.length} questions`);
      values.forEach((value, index) => {
        batch[index]?.resolve(value);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
