import { AppError } from '../common/index.js';

/** Instead of an outcome: the item was not written, because somebody else holds what its line needs. */
export const PUT_OFF = Symbol('put off');

export interface LaneOptions<Item, Outcome> {
  /**
   * Writes a batch and gives one outcome an item, or why it is refused, in the same order. What it throws means that nothing is known to
   * be written.
   */
  readonly commit: (items: readonly Item[]) => Promise<readonly (Outcome | AppError | typeof PUT_OFF)[]>;
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
  /** By this process's clock; then it is answered `UNAVAILABLE`. */
  readonly dueAt: number;
  readonly committed: Committed<Outcome>;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: Error) => void;
  /** Nobody waits for it any more. */
  abandoned: boolean;
}

type Committed<Outcome> = (outcome: Outcome, isLate: boolean) => void;

/**
 * Group commit: what arrives while a commit is under way goes together in the next one; when none is, what arrives within one turn of
 * the event loop. One commit at a time, so that the items of a line are written in the order they came.
 */
export class Lane<Item, Outcome> {
  private queue: Entry<Item, Outcome>[] = [];
  private underWay: readonly Entry<Item, Outcome>[] = [];
  private waitingBytes = 0;
  private isRunning = false;
  /** One for all who wait: a timer for each would take as long as the rest of what is done here for an item. */
  private clock: NodeJS.Timeout | undefined;
  /** Lines that were put off a moment ago. */
  private readonly paused = new Set<string>();

  constructor(private readonly options: LaneOptions<Item, Outcome>) {}

  /**
   * Settles exactly once, within the lane's patience. `committed` is told of every outcome that is no refusal, in the order of the
   * items, also when the caller was answered `UNAVAILABLE` meanwhile: then it is late.
   */
  submit(item: Item, committed: Committed<Outcome>): Promise<Outcome> {
    const { queueSize, queueBytes, bytesOf, keyOf, lineOf, patienceMs } = this.options;
    const bytes = bytesOf(item);
    if (this.queue.length >= queueSize || this.waitingBytes + bytes > queueBytes)
      return Promise.reject(new AppError('UNAVAILABLE'));
    return new Promise((resolve, reject) => {
      const dueAt = performance.now() + patienceMs;
      this.waitingBytes += bytes;
      const [key, line] = [keyOf(item), lineOf(item)];
      this.queue.push({ item, key, line, bytes, dueAt, committed, resolve, reject, abandoned: false });
      this.watch(dueAt);
      this.proceed();
    });
  }

  /** At the end of the turn: what other connections send in this one goes together with it. */
  private proceed(): void {
    if (this.isRunning) return;
    this.isRunning = true;
    setImmediate(() => {
      void this.writeNext();
    });
  }

  private async writeNext(): Promise<void> {
    this.underWay = this.take();
    if (this.underWay.length > 0) this.putOff(await this.commit(this.underWay));
    this.underWay = [];
    this.isRunning = false;
    if (this.isReady()) this.proceed();
  }

  private watch(dueAt: number): void {
    this.clock ??= setTimeout(
      () => {
        this.clock = undefined;
        this.abandonDue();
      },
      Math.ceil(dueAt - performance.now()),
    ).unref();
  }

  private abandonDue(): void {
    const now = performance.now();
    let next = Infinity;
    for (const entry of [...this.underWay, ...this.queue]) {
      if (entry.abandoned) continue;
      // Timers count whole milliseconds.
      if (entry.dueAt - now >= 1) next = Math.min(next, entry.dueAt);
      else {
        entry.abandoned = true;
        entry.reject(new AppError('UNAVAILABLE'));
      }
    }
    if (next < Infinity) this.watch(next);
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
      this.proceed();
    }, this.options.pauseMs);
  }

  /** Whether anything waits that need not wait longer. */
  private isReady(): boolean {
    return this.queue.some(({ line, abandoned }) => abandoned || !this.paused.has(line));
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
    let outcomes: readonly (Outcome | AppError | typeof PUT_OFF)[];
    try {
      outcomes = await this.options.commit(batch.map(({ item }) => item));
    } catch (error) {
      if (batch.length > 1 && !this.options.concernsAll(error)) return this.commitByHalves(batch);
      for (const entry of batch) entry.reject(asError(error));
      return [];
    }
    const putOff: Entry<Item, Outcome>[] = [];
    for (const [index, entry] of batch.entries()) {
      const outcome = outcomes[index];
      if (outcome === PUT_OFF) putOff.push(entry);
      else if (outcome instanceof AppError) entry.reject(outcome);
      else if (outcome === undefined) entry.reject(new Error('The commit gave no outcome for an item'));
      else settle(entry, outcome);
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

function settle<Outcome>(entry: Entry<unknown, Outcome>, outcome: Outcome): void {
  try {
    entry.committed(outcome, entry.abandoned);
    entry.resolve(outcome);
  } catch (error) {
    entry.reject(asError(error));
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
