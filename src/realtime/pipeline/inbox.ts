/** Frames of one connection that wait for their turn. */
const WAITING_FRAMES = 500;
const WAITING_BYTES = 1024 * 1024;
/** Frames refused in a row because the line was full, after which the client is given up. */
const REFUSALS = 500;
/** Jobs that may be under way beside each other. */
const OVERLAPPING = 64;

export interface Job {
  readonly bytes: number;
  /**
   * Must not reject. `passOn` may be called when the job has got its place in the order of things: the next may begin then, if
   * both may overlap.
   */
  readonly run: (passOn: () => void) => Promise<void>;
  /** Called instead of `run` when the line is full. */
  readonly refuse: () => void;
  /** Whether the job may be under way beside others of the kind. */
  readonly overlaps?: boolean;
}

/**
 * The line of one connection's frames: they begin in the order they came, each when the one before it is done. Only those
 * that may overlap begin earlier, so that messages sent in a row can be committed together.
 */
export class Inbox {
  private waiting: Job[] = [];
  private bytes = 0;
  private refused = 0;
  private underWay = 0;
  /** The job that began last has neither passed on nor ended. */
  private isTaken = false;
  private isOverlapping = false;
  private onIdle: (() => void)[] = [];

  /** @param busy holds this inbox for as long as anything is left to do */
  constructor(private readonly busy?: Set<Inbox>) {}

  get isIdle(): boolean {
    return this.underWay === 0 && this.waiting.length === 0;
  }

  get waitingBytes(): number {
    return this.bytes;
  }

  /** Resolves when nothing is left to do. */
  async settled(): Promise<void> {
    if (!this.isIdle) await new Promise<void>((resolve) => this.onIdle.push(resolve));
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
    this.busy?.add(this);
    this.waiting.push(job);
    this.bytes += job.bytes;
    this.proceed();
    return true;
  }

  /** Forgets what has not begun. */
  clear(): void {
    this.waiting = [];
    this.bytes = 0;
  }

  private proceed(): void {
    for (let job = this.waiting[0]; job !== undefined && this.mayBegin(job); job = this.waiting[0]) {
      this.waiting.shift();
      this.bytes -= job.bytes;
      this.begin(job);
    }
    if (!this.isIdle) return;
    this.busy?.delete(this);
    if (this.onIdle.length > 0) for (const resolve of this.onIdle.splice(0)) resolve();
  }

  private mayBegin(job: Job): boolean {
    if (this.underWay === 0) return true;
    return job.overlaps === true && this.isOverlapping && !this.isTaken && this.underWay < OVERLAPPING;
  }

  private begin(job: Job): void {
    this.underWay += 1;
    this.isTaken = true;
    this.isOverlapping = job.overlaps === true;
    let hasPassedOn = false;
    const passOn = (): void => {
      if (hasPassedOn) return;
      hasPassedOn = true;
      this.isTaken = false;
      // In a turn of its own: the next job must not run inside this one.
      queueMicrotask(() => {
        this.proceed();
      });
    };
    void job.run(passOn).then(() => {
      this.underWay -= 1;
      if (!hasPassedOn) this.isTaken = false;
      hasPassedOn = true;
      this.proceed();
    });
  }
}
