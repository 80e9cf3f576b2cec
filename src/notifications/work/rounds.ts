import { setTimeout as delay } from 'node:timers/promises';

/** Work that is done in rounds, one at a time, for as long as there is some. Whoever makes some wakes it. */
export class Rounds {
  private isAwake = false;
  private isStopped = false;
  private running: Promise<void> | undefined;

  /**
   * @param round Says whether there is more to do at once.
   * @param failed Hears why a round failed; the next one comes when somebody wakes it.
   * @param pauseMs Between two rounds, so that what comes in a stream is done in few of them.
   */
  constructor(
    private readonly round: () => Promise<boolean>,
    private readonly failed: (error: unknown) => void,
    private readonly pauseMs = 0,
  ) {}

  wake = (): void => {
    this.isAwake = true;
    if (this.isStopped || this.running !== undefined) return;
    this.running = this.run().finally(() => {
      this.running = undefined;
      // Between the last look and now.
      if (this.isAwake) this.wake();
    });
  };

  /** No round begins any more. Resolves when the one under way is over. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.running;
  }

  private async run(): Promise<void> {
    while (this.isAwake && !this.isStopped) {
      this.isAwake = false;
      try {
        if (await this.round()) this.isAwake = true;
      } catch (error) {
        this.failed(error);
      }
      if (this.pauseMs > 0) await delay(this.pauseMs);
    }
  }
}
