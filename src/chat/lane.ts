import { AppError } from '../common/index.js';

/** Instead of an outcome: the item was not written, because somebody else holds what its line needs. */
export const PUT_OFF = Symbol('put off');

export interface LaneOptions<Item, Outcome> {
  /** Writes a batch and gives one outcome an item, in the same order. What it throws means that nothing is known to be written. */
  readonly commit: (items: readonly Item[]) => Promise<readonly (Outcome | typeof PUT_OFF)[]>;
  /** Items of one line are written in the order they came; when one is put off, those behind it wait with it. */
  readonly lineOf: (item: Item) => string;
  /** Items of equal keys never share a batch: the later one waits for the next. Null goes with any. */
  readonly keyOf: (item: Item) => string | null;
  /** Whether an error says nothing about the items, so that trying them apart is no use. */
  readonly concernsAll: (error: unknown) => boolean;
  readonly batchSize: number;
  /** Most items that may wait; past it an item is refused as `UNAVAILABLE`. */
  readonly queueSize: number;
  /** About the memory that an item takes while it waits. */
  readonly bytesOf: (item: Item) => number;
  /** Most bytes that may wait; past it an item is refused as `UNAVAILABLE`. */
  readonly queueBytes: number;
  /** Milliseconds after which an item is answered `UNAVAILABLE`, wherever it stands. */
  readonly patienceMs: number;
  /** Milliseconds for which a line that was put off is left alone; the others go on. */
  readonly pauseMs: number;
}

interface Entry<Item, Outcome> {
  readonly item: Item;
  readonly key: string | null;
  readonly line: string;
  readonly bytes: number;
  /** Nobody waits for it any more. */
  abandoned: boolean;
  settle(outcome: Outcome): void;
  fail(error: Error): void;
}

/**
 * Group commit: what arrives while a commit is under way goes together in the next one; when none is, an item goes at
 * once. One commit at a time, so that the items of a line are written in the order they came.
 */
export class Lane<Item, Outcome> {
  private queue: Entry<Item, Outcome>[] = [];
  private waitingBytes = 0;
  private isRunning = false;
  /** Lines that were put off a moment ago. */
  private readonly paused = new Set<string>();

  constructor(private readonly options: LaneOptions<Item, Outcome>) {}

  /**
   * Settles exactly once, within the lane's patience. `committed` is told of every outcome in the order of the items,
   * also when the caller was answered `UNAVAILABLE` meanwhile: then it is late.
   */
  submit(item: Item, committed: (outcome: Outcome, isLate: boolean) => void): Promise<Outcome> {
    const { queueSize, queueBytes, bytesOf, keyOf, lineOf } = this.options;
    const bytes = bytesOf(item);
    if (this.queue.length >= queueSize || this.waitingBytes + bytes > queueBytes)
      return Promise.reject(new AppError('UNAVAILABLE'));
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
          committed(outcome, entry.abandoned);
          resolve(outcome);
        } catch (error) {
          reject(asError(error));
        }
      };
      const entry: Entry<Item, Outcome> = {
        ...{ item, bytes, key: keyOf(item), line: lineOf(item) },
        ...{ abandoned: false, settle, fail },
      };
      this.waitingBytes += bytes;
      this.queue.push(entry);
      if (!this.isRunning) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    for (let batch = this.take(); batch.length > 0; batch = this.take()) this.putOff(await this.commit(batch));
    this.isRunning = false;
  }

  /** Back to where they stood: before all that came later. */
  private putOff(entries: readonly Entry<Item, Outcome>[]): void {
    if (entries.length === 0) return;
    this.queue = entries.concat(this.queue);
    for (const { bytes } of entries) this.waitingBytes += bytes;
    const lines = new Set(entries.map(({ line }) => line));
    for (const line of lines) this.paused.add(line);
    setTimeout(() => {
      for (const line of lines) this.paused.delete(line);
      if (!this.isRunning) void this.run();
    }, this.options.pauseMs);
  }

  private take(): Entry<Item, Outcome>[] {
    const batch: Entry<Item, Outcome>[] = [];
    const later: Entry<Item, Outcome>[] = [];
    const keys = new Set<string>();
    let seen = 0;
    for (const entry of this.queue) {
      if (batch.length === this.options.batchSize) break;
      seen += 1;
      if (!entry.abandoned && (this.paused.has(entry.line) || (entry.key !== null && keys.has(entry.key)))) {
        later.push(entry);
        continue;
      }
      this.waitingBytes -= entry.bytes;
      if (entry.abandoned) continue;
      if (entry.key !== null) keys.add(entry.key);
      batch.push(entry);
    }
    this.queue = later.concat(this.queue.slice(seen));
    return batch;
  }

  /**
   * Never throws. An item that can't be written takes nobody with it: its batch is tried again by halves. Gives what was put off,
   * in the order in which it came.
   */
  private async commit(batch: readonly Entry<Item, Outcome>[]): Promise<Entry<Item, Outcome>[]> {
    let outcomes: readonly (Outcome | typeof PUT_OFF)[];
    try {
      outcomes = await this.options.commit(batch.map(({ item }) => item));
    } catch (error) {
      if (batch.length > 1 && !this.options.concernsAll(error)) return this.commitByHalves(batch);
      for (const entry of batch) entry.fail(asError(error));
      return [];
    }
    const putOff: Entry<Item, Outcome>[] = [];
    for (const [index, entry] of batch.entries()) {
      const outcome = outcomes[index];
      if (outcome === PUT_OFF) putOff.push(entry);
      else if (outcome === undefined) entry.fail(new Error('The commit gave no outcome for an item'));
      else entry.settle(outcome);
    }
    return putOff;
  }

  private async commitByHalves(batch: readonly Entry<Item, Outcome>[]): Promise<Entry<Item, Outcome>[]> {
    const middle = batch.length >> 1;
    const putOff = await this.commit(batch.slice(0, middle));
    const lines = new Set(putOff.map(({ line }) => line));
    const behind: Entry<Item, Outcome>[] = [];
    const free: Entry<Item, Outcome>[] = [];
    for (const entry of batch.slice(middle)) (lines.has(entry.line) ? behind : free).push(entry);
    return putOff.concat(behind, free.length === 0 ? [] : await this.commit(free));
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
