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
  /** A telling that takes its time is under way; whether something has changed since it began. */
  private telling: { isOutdated: boolean } | undefined;
  private isStopped = false;

  /** @param tell must neither throw nor reject */
  constructor(private readonly tell: () => Telling | Promise<Telling>) {}

  changed(): void {
    if (this.telling !== undefined) this.telling.isOutdated = true;
    if (this.timer !== undefined || this.telling !== undefined || this.isStopped) return;
    const wait = Math.max(INTERVAL_MS, this.notBefore - performance.now());
    this.timer = setTimeout(() => {
      this.timer = undefined;
      const telling = this.tell();
      if (telling instanceof Promise) this.await(telling);
      else this.told(telling);
    }, wait).unref();
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private await(promise: Promise<Telling>): void {
    const telling = { isOutdated: false };
    this.telling = telling;
    void promise.then(({ bytes, isIncomplete }) => {
      this.telling = undefined;
      this.told({ bytes, isIncomplete: isIncomplete || telling.isOutdated });
    });
  }

  private told({ bytes, isIncomplete }: Telling): void {
    this.notBefore = performance.now() + (bytes / BYTES_PER_SECOND) * 1000;
    if (isIncomplete) this.changed();
  }
}
