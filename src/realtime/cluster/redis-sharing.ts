import { Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import type { EntryHashes } from './entry-hashes.js';
import { EntryCopies, type Change } from './entry-copies.js';
import { OtherNodes } from './other-nodes.js';
import { OwnEntries, type Batch } from './own-entries.js';
import { Sharing, type Elsewhere, type SharedEntries } from './shared-entries.js';

/** A start waits so long at most for what others have said. */
const CATCH_UP_MS = 1_000;

/** The way by which the other nodes are told. */
export interface EntryStream {
  isConnected(): boolean;
  /** Where it has no room for it the others find that they have missed something. */
  tell(body: string): void;
}

/**
 * Shares entries by Redis: what changes is told on the stream of the bus, numbered by node; all of it stands in a hash for each node,
 * which is read by whoever finds that it has missed a number.
 */
export class RedisSharing extends Sharing {
  readonly isAlone = false;
  private readonly logger = new Logger('Cluster');
  private readonly own = new OwnEntries();
  private readonly copies = new EntryCopies();
  private readonly others: OtherNodes;
  /** Nodes of which something was missed. */
  private readonly missed = new Set<string>();
  private flushing: NodeJS.Immediate | undefined;
  /** The hash does not hold what it should. */
  private isHashLost = true;
  /** Those who want to hear of changes are there. */
  private isOpen = false;
  private caughtUp: () => void = ignore;
  private isClosed = false;

  constructor(
    readonly node: string,
    private readonly hashes: EntryHashes,
    private readonly stream: EntryStream,
    silenceMs: number,
  ) {
    super();
    this.others = new OtherNodes(silenceMs);
  }

  /**
   * From now on the copy of what others say is kept, and told of. Resolves when what they had said before is read, or can't be now:
   * clients are let in only afterwards, so that to the first of them, too, it is known who is on other nodes.
   */
  async open(): Promise<void> {
    this.isOpen = true;
    if (!this.stream.isConnected()) return;
    const caughtUp = new Promise<void>((resolve) => {
      this.caughtUp = resolve;
    });
    // It says nothing, but what is read of this node itself ends the reader's wait for others.
    this.stream.tell(bodyOf({ seq: this.own.seq, set: [], deleted: [] }));
    await Promise.race([caughtUp, delay(CATCH_UP_MS, undefined, { ref: false })]);
  }

  of<T extends object>(area: string, isValue: (value: unknown) => value is T): SharedEntries<T> {
    const { said, listeners } = this.copies.watch(area, isValue);
    // All that is in there has passed the check.
    const checked = said as unknown as ReadonlyMap<string, readonly Elsewhere<T>[]>;
    return {
      set: (key, value) => {
        this.own.set(`${area}:${key}`, value);
        this.flushSoon();
      },
      delete: (key) => {
        this.own.delete(`${area}:${key}`);
        this.flushSoon();
      },
      elsewhere: (key) => checked.get(key) ?? [],
      allElsewhere: () => checked,
      onChange: (listener) => {
        listeners.push(listener);
      },
    };
  }

  isThere(node: string): boolean {
    return this.others.has(node);
  }

  wasHeardSince(node: string, since: number): boolean {
    return this.others.wasHeardSince(node, since);
  }

  hasAllSaidBy(node: string, time: number): boolean {
    return this.others.hasAllSaidBy(node, time);
  }

  lastSignOf(node: string): Date | undefined {
    return this.others.lastSignOf(node);
  }

  get isFirst(): boolean {
    return this.others.areAllBehind(this.node);
  }

  /** The last number that was told, for signs of life. */
  get seq(): number {
    return this.own.seq;
  }

  /** Another node said something at that time. */
  heard(node: string, at?: number): void {
    this.others.heard(node, at);
  }

  /** That was a sign of life, with the number of the last that it said. */
  lives(node: string, seq: number): void {
    if (this.copies.isComplete(node, seq)) this.others.isWhole(node);
    else this.missed.add(node);
  }

  /** Now this node itself writes a sign of life with that number… */
  wroteSign(n: number): void {
    this.others.wroteSign(n);
  }

  /** …and reads it again. */
  readSign(n: number): void {
    this.others.readSign(n);
  }

  gone(node: string): void {
    this.others.gone(node);
    this.missed.delete(node);
    this.copies.forget(node);
  }

  /** A batch of another node. Throws where it is none. */
  take(node: string, body: string): void {
    const { seq, changes } = JSON.parse(body) as { seq: unknown; changes: unknown };
    if (!Number.isSafeInteger(seq) || !Array.isArray(changes)) throw new Error('No batch of entries');
    const said = changes.filter((change): change is Change => Array.isArray(change) && typeof change[0] === 'string');
    if (!this.isOpen || !this.copies.take(node, Number(seq), said)) this.missed.add(node);
  }

  /** All that was said until now is taken: who was not heard for too long is gone. */
  forgetSilent(): void {
    for (const node of this.others.forgetSilent()) this.gone(node);
  }

  /** Rejects when Redis can't be reached. */
  async readMissed(): Promise<void> {
    if (!this.isOpen) return;
    for (const node of [...this.missed]) {
      const snapshot = await this.hashes.read(node);
      // Where it is not whole yet, its next sign of life says so again.
      this.missed.delete(node);
      if (snapshot !== undefined && this.others.has(node)) this.copies.replace(node, snapshot.seq, snapshot.entries);
    }
    this.caughtUp();
  }

  /** Redis is there: what has waited is told, and the lease of all of it renewed. */
  renew(): void {
    this.flush();
    if (this.own.seq === 0 || this.isClosed) return;
    if (this.isHashLost) this.writeWhole();
    else this.watch(this.renewLease());
  }

  /** Nothing is told any more, and who reads later finds nothing. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearImmediate(this.flushing);
    await this.hashes.remove(this.node).catch(ignore);
  }

  private flushSoon(): void {
    if (this.own.forgetTooMuch()) this.isHashLost = true;
    this.flushing ??= setImmediate(() => {
      this.flushing = undefined;
      this.flush();
    });
  }

  private flush(): void {
    while (!this.isClosed && this.stream.isConnected() && !this.own.isToldWhole) {
      const batch = this.own.nextBatch();
      if (batch === undefined) return;
      this.watch(this.hashes.add(this.node, batch));
      this.stream.tell(bodyOf(batch));
    }
  }

  private async renewLease(): Promise<void> {
    if (!(await this.hashes.renew(this.node)) && !this.isClosed) this.writeWhole();
  }

  private writeWhole(): void {
    this.isHashLost = false;
    this.watch(this.hashes.writeWhole(this.node, this.own.seq, this.own.whole()));
  }

  private watch(done: Promise<void>): void {
    done.catch((error: unknown) => {
      this.isHashLost = true;
      this.logger.warn({ err: error }, 'What this node says could not be written; it will be again');
    });
  }
}

function ignore(): void {
  // A lease ends by itself.
}

function bodyOf({ seq, set, deleted }: Batch): string {
  const changes = [
    ...set.map(([field, json]) => `[${JSON.stringify(field)},${json}]`),
    ...deleted.map((field) => `[${JSON.stringify(field)}]`),
  ];
  return `{"seq":${seq},"changes":[${changes.join()}]}`;
}
