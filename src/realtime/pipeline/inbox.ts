/** Frames of one connection that wait for their turn. */
const WAITING_FRAMES = 500;
const WAITING_BYTES = 1024 * 1024;
/** Frames refused in a row because the line was full, after which the client is given up. */
const REFUSALS = 500;

export interface Job {
  readonly bytes: number;
  readonly run: () => Promise<void>;
  /** Called instead of `run` when the line is full. */
  readonly refuse: () => void;
}

/** Does one job after the other, in the order they came: the line of one connection's frames. */
export class Inbox {
  private waiting: Job[] = [];
  private bytes = 0;
  private refused = 0;
  private working: Promise<void> | undefined;

  get isIdle(): boolean {
    return this.working === undefined;
  }

  /** Resolves when nothing is left to do. */
  async settled(): Promise<void> {
    await this.working;
  }

  /** False when the client has gone too far over the limit to be kept. */
  add(job: Job): boolean {
    if (this.waiting.length >= WAITING_FRAMES || this.bytes + job.bytes > WAITING_BYTES) {
      this.refused += 1;
      if (this.refused > REFUSALS) return false;
      job.refuse();
      return true;
    }
    this.refused = 0;
    this.waiting.push(job);
    this.bytes += job.bytes;
    this.working ??= this.work();
    return true;
  }

  /** Forgets what has not begun. */
  clear(): void {
    this.waiting = [];
    this.bytes = 0;
  }

  private async work(): Promise<void> {
    for (let job = this.waiting.shift(); job !== undefined; job = this.waiting.shift()) {
      this.bytes -= job.bytes;
      await job.run();
    }
    this.working = undefined;
  }
}
