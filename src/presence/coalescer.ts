/** Milliseconds between two tellings, at least. */
const INTERVAL_MS = 500;
/** What tellings may take of the network and the machine, in bytes a second. */
const BYTES_PER_SECOND = 20_000_000;

export interface Telling {
  /** What it makes for the network. */
  readonly bytes: number;
  /** Whether somebody has to be told once more. */
  readonly isIncomplete: boolean;
}

/**
 * Tells of changes so seldom that their number can't matter: at most twice a second, after what came of the telling before has
 * had its time, and always once after the last change.
 */
export class Coalescer {
  private timer: NodeJS.Timeout | undefined;
  private notBefore = 0;

  /** @param tell must not throw */
  constructor(private readonly tell: () => Telling) {}

  changed(): void {
    if (this.timer !== undefined) return;
    const wait = Math.max(INTERVAL_MS, this.notBefore - performance.now());
    this.timer = setTimeout(() => {
      this.timer = undefined;
      const { bytes, isIncomplete } = this.tell();
      this.notBefore = performance.now() + (bytes / BYTES_PER_SECOND) * 1000;
      if (isIncomplete) this.changed();
    }, wait).unref();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
