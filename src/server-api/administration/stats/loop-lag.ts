import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';

/** As the metrics look: each look wakes the process. */
const RESOLUTION_MS = 100;
const NANOSECONDS = 1e6;

/** By how much the event loop is late. The metrics have a watch of their own, which whoever reads it begins anew. */
export class LoopLag {
  private watch: IntervalHistogram | undefined;

  start(): void {
    this.watch ??= monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    this.watch.enable();
  }

  stop(): void {
    this.watch?.disable();
  }

  /** The 99th percentile since `forget`, in milliseconds. */
  get ms(): number {
    const { count = 0 } = this.watch ?? {};
    // A watch tells the time between two looks: what they are apart when nothing is late does not count.
    return this.watch === undefined || count === 0 ? 0 : Math.max(0, this.watch.percentile(99) / NANOSECONDS - RESOLUTION_MS);
  }

  forget(): void {
    this.watch?.reset();
  }
}
