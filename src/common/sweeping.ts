/** Nodes that started together must not sweep together: up to so much of each pause is left out. */
const JITTER = 0.25;

/** A sweep that is done again and again, a pause after the one before has ended. */
export class Sweeping {
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  /** @param failed hears why a sweep failed, unless it was stopped meanwhile; the next one comes all the same. */
  constructor(
    private readonly sweep: () => Promise<void>,
    private readonly everyMs: number,
    private readonly failed: (error: unknown) => void,
  ) {}

  start(): void {
    if (this.isStopped) return;
    const pauseMs = this.everyMs * (1 - Math.random() * JITTER);
    this.timer = setTimeout(() => {
      void this.sweep()
        .catch((error: unknown) => {
          // What a sweep needs may be closed under it: others do what it left, and nobody has to be told of that.
          if (!this.isStopped) this.failed(error);
        })
        .finally(() => {
          this.start();
        });
    }, pauseMs).unref();
  }

  /** What is under way goes on to its end; nothing comes after it. */
  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }
}
