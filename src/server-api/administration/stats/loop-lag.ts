import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';

/** Each look wakes the process, which costs one that is at rest; the loop is late only where it did not look for longer than that. */
const RESOLUTION_MS = 200;
const NANOSECONDS = 1e6;

/** By how much the event loop is late. The metrics have a watch of their own, which whoever reads it begins anew. */
export class LoopLag {
  private watch: IntervalHistogram | undefined;
  /** Of the span before the last `next`. */
  private before = 0;

  start(): void {
    this.watch ??= monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    this.watch.enable();
  }

  stop(): void {
    this.watch?.disable();
  }

  /** The 99th percentile of this span or the one before, whichever was worse, in milliseconds: so that what has just begun says no less. */
  get ms(): number {
    return Math.max(this.before, this.now());
  }

  /** Begins another span. */
  next(): void {
    this.before = this.now();
    this.watch?.reset();
  }

  private now(): number {
    const { count = 0 } = this.watch ?? {};
    // A watch tells the time between two looks: what they are apart when nothing is late does not count.
    return this.watch === undefined || count === 0 ? 0 : Math.max(0, this.watch.percentile(99) / NANOSECONDS - RESOLUTION_MS);
  }
}
