import { AppError } from '../../common/index.js';

interface Place {
  begin(): void;
  sendAway(error: AppError): void;
}

/**
 * Lets few pieces of work run at once and few wait for their turn. Parties take turns, so that one that comes with a crowd waits for
 * itself. When the line is full, whoever came last of the largest crowd is sent away at once.
 */
export class BoundedLine {
  private running = 0;
  private length = 0;
  /** In the order of the parties' turns; nobody is here who does not wait. */
  private readonly waiting = new Map<string, Place[]>();

  constructor(
    private readonly atOnce: number,
    private readonly places: number,
  ) {}

  /** Throws `UNAVAILABLE` when there is no place. */
  async run<T>(party: string, work: () => Promise<T>): Promise<T> {
    if (this.running < this.atOnce) this.running += 1;
    else await this.turn(party);
    try {
      return await work();
    } finally {
      const next = this.next();
      if (next === undefined) this.running -= 1;
      else next.begin();
    }
  }

  /** Resolves when somebody who is done hands their place over. */
  private turn(party: string): Promise<void> {
    return new Promise((begin, sendAway) => {
      const crowd = this.waiting.get(party) ?? [];
      this.waiting.set(party, crowd);
      crowd.push({ begin, sendAway });
      this.length += 1;
      if (this.length > this.places) this.shorten(crowd);
    });
  }

  /** Whoever came last is the one to go unless another crowd is larger without them. */
  private shorten(crowd: Place[]): void {
    let largest = crowd;
    for (const other of this.waiting.values()) if (other.length > largest.length) largest = other;
    this.length -= 1;
    largest.pop()?.sendAway(new AppError('UNAVAILABLE', { retryAfterMs: 1_000 }));
    for (const [party, { length }] of this.waiting) if (length === 0) this.waiting.delete(party);
  }

  private next(): Place | undefined {
    const [first] = this.waiting;
    if (first === undefined) return undefined;
    const [party, crowd] = first;
    const place = crowd.shift();
    this.length -= 1;
    this.waiting.delete(party);
    if (crowd.length > 0) this.waiting.set(party, crowd);
    return place;
  }
}
