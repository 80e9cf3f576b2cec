import { AppError } from '../../common/index.js';

/** Lets few pieces of work run at once and few wait for their turn; whoever finds the line full is sent away at once. */
export class BoundedLine {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly places: number,
  ) {}

  /** Throws `UNAVAILABLE` when the line is full. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < this.atOnce) this.running += 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }

  /** Resolves when somebody who is done hands their place over. */
  private turn(): Promise<void> {
    if (this.waiting.length >= this.places) throw new AppError('UNAVAILABLE', { retryAfterMs: 1_000 });
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
