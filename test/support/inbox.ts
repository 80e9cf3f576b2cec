import { isDeepStrictEqual } from 'node:util';

/** A JSON object as it came over the wire. */
export type JsonObject = Record<string, unknown>;

/** Deep: every field that `part` has is in `whole` with the same value; `whole` may have more. */
export function contains(whole: unknown, part: unknown): boolean {
  if (isObject(part) && isObject(whole)) return Object.entries(part).every(([field, value]) => contains(whole[field], value));
  return isDeepStrictEqual(whole, part);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Waiter<T> {
  fits: (item: T) => boolean;
  resolve: (item: T) => void;
  reject: (reason: Error) => void;
  timer: NodeJS.Timeout;
  wanted: string;
}

/** What a client received, in order. Reading takes the first item that fits and was not taken before. */
export class Inbox<T> {
  readonly received: T[] = [];
  private readonly unread: T[] = [];
  private readonly waiting = new Set<Waiter<T>>();
  private ending: string | undefined;

  add(item: T): void {
    this.received.push(item);
    for (const waiter of this.waiting) {
      if (!waiter.fits(item)) continue;
      this.settle(waiter);
      waiter.resolve(item);
      return;
    }
    this.unread.push(item);
  }

  /** Waits for what fits; the error lists everything that came instead. */
  take(wanted: string, fits: (item: T) => boolean, withinMs: number): Promise<T> {
    const index = this.unread.findIndex(fits);
    const [found] = index < 0 ? [] : this.unread.splice(index, 1);
    if (found !== undefined) return Promise.resolve(found);
    if (this.ending !== undefined) return Promise.reject(this.missing(wanted, this.ending));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(waiter);
        reject(this.missing(wanted, `not within ${withinMs} ms`));
      }, withinMs);
      const waiter: Waiter<T> = { fits, resolve, reject, timer, wanted };
      this.waiting.add(waiter);
    });
  }

  /** Items that fit and that nobody took. */
  left(fits: (item: T) => boolean): T[] {
    return this.unread.filter(fits);
  }

  /** Nothing will come any more: whoever waits learns it now, not at the deadline. */
  end(why: string): void {
    this.ending = why;
    for (const waiter of this.waiting) {
      this.settle(waiter);
      waiter.reject(this.missing(waiter.wanted, why));
    }
  }

  private settle(waiter: Waiter<T>): void {
    clearTimeout(waiter.timer);
    this.waiting.delete(waiter);
  }

  private missing(wanted: string, why: string): Error {
    const arrived = this.received.map((item) => `  ${JSON.stringify(item).slice(0, 300)}`);
    return new Error(`Expected ${wanted}: ${why}. Arrived:\n${arrived.join('\n') || '  nothing'}`);
  }
}
