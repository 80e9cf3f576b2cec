import { AppError } from '../common/index.js';

export interface LaneOptions<Item, Outcome> {
  /** Writes a batch and gives one outcome an item, in the same order. What it throws means that nothing is known to be written. */
  readonly commit: (items: readonly Item[]) => Promise<readonly Outcome[]>;
  /** Items of equal keys never share a batch: the later one waits for the next. Null goes with any. */
  readonly keyOf: (item: Item) => string | null;
  /** Whether an error says nothing about the items, so that trying them apart is no use. */
  readonly concernsAll: (error: unknown) => boolean;
  readonly batchSize: number;
  /** Most items that may wait; past it an item is refused as `UNAVAILABLE`. */
  readonly queueSize: number;
  /** Milliseconds after which an item is answered `UNAVAILABLE`, wherever it stands. */
  readonly patienceMs: number;
}

interface Entry<Item, Outcome> {
  readonly item: Item;
  readonly key: string | null;
  /** Nobody waits for it any more. */
  abandoned: boolean;
  settle(outcome: Outcome): void;
  fail(error: Error): void;
}

/**
 * Group commit: what arrives while a commit is under way goes together in the next one; when none is, an item goes at
 * once. One commit at a time, so that items are written in the order they came.
 */
export class Lane<Item, Outcome> {
  private queue: Entry<Item, Outcome>[] = [];
  private isRunning = false;

  constructor(private readonly options: LaneOptions<Item, Outcome>) {}

  /**
   * Settles exactly once, within the lane's patience. `committed` is told of every outcome in the order of the items,
   * also when the caller was answered `UNAVAILABLE` meanwhile.
   */
  submit(item: Item, committed: (outcome: Outcome) => void): Promise<Outcome> {
    if (this.queue.length >= this.options.queueSize) return Promise.reject(new AppError('UNAVAILABLE'));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        entry.abandoned = true;
        reject(new AppError('UNAVAILABLE'));
      }, this.options.patienceMs);
      const fail = (error: Error): void => {
        clearTimeout(timer);
        reject(error);
      };
      const settle = (outcome: Outcome): void => {
        clearTimeout(timer);
        try {
          committed(outcome);
          resolve(outcome);
        } catch (error) {
          reject(asError(error));
        }
      };
      const entry: Entry<Item, Outcome> = { item, key: this.options.keyOf(item), abandoned: false, settle, fail };
      this.queue.push(entry);
      if (!this.isRunning) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    for (let batch = this.take(); batch.length > 0; batch = this.take()) await this.commit(batch);
    this.isRunning = false;
  }

  private take(): Entry<Item, Outcome>[] {
    const batch: Entry<Item, Outcome>[] = [];
    const later: Entry<Item, Outcome>[] = [];
    const keys = new Set<string>();
    let seen = 0;
    for (const entry of this.queue) {
      if (batch.length === this.options.batchSize) break;
      seen += 1;
      if (entry.abandoned) continue;
      if (entry.key !== null && keys.has(entry.key)) {
        later.push(entry);
        continue;
      }
      if (entry.key !== null) keys.add(entry.key);
      batch.push(entry);
    }
    this.queue = later.concat(this.queue.slice(seen));
    return batch;
  }

  /** Never throws. An item that can't be written takes nobody with it: its batch is tried again by halves. */
  private async commit(batch: readonly Entry<Item, Outcome>[]): Promise<void> {
    let outcomes: readonly Outcome[];
    try {
      outcomes = await this.options.commit(batch.map(({ item }) => item));
    } catch (error) {
      if (batch.length === 1 || this.options.concernsAll(error)) {
        for (const entry of batch) entry.fail(asError(error));
      } else {
        const middle = batch.length >> 1;
        await this.commit(batch.slice(0, middle));
        await this.commit(batch.slice(middle));
      }
      return;
    }
    for (const [index, entry] of batch.entries()) {
      const outcome = outcomes[index];
      if (outcome === undefined) entry.fail(new Error('The commit gave no outcome for an item'));
      else entry.settle(outcome);
    }
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
