import { AppError } from './app-error.js';

export interface LaneBounds {
  /** Milliseconds after which a caller is refused as `UNAVAILABLE`, wherever their work stands. */
  readonly waitMs: number;
  /** How many may wait under one key; the next is refused at once. */
  readonly length: number;
}

/** One caller's work, seen by the work itself. */
export interface Turn {
  /**
   * To be called before what can't be taken back. False: the caller was refused meanwhile, so that it must not happen. True: from
   * now on the caller is answered when the work ends, however late.
   */
  claim(): boolean;
}

type Begin = () => void;

/**
 * One line per key: what is run under the same key is done one after the other, in the order it came; different keys don't
 * wait for each other. A key whose line is empty takes no memory. Without bounds everybody waits for as long as it takes.
 */
export class Lanes {
  /** Those who wait, by key; a key is here while something is running under it. */
  private readonly lines = new Map<string, Set<Begin>>();

  constructor(private readonly bounds?: LaneBounds) {}

  /** Resolves or rejects as the work does, or rejects with `UNAVAILABLE` past a bound. Work must not wait for its own line. */
  run<T>(key: string, work: (turn: Turn) => Promise<T>): Promise<T> {
    const line = this.lines.get(key);
    if (line !== undefined && this.bounds !== undefined && line.size >= this.bounds.length) {
      return Promise.reject(new AppError('UNAVAILABLE'));
    }
    return new Promise<T>((resolve, reject) => {
      let deadline: NodeJS.Timeout | undefined;
      let isRefused = false;
      const claim = (): boolean => {
        clearTimeout(deadline);
        return !isRefused;
      };
      const begin = (): void => {
        void carryOut(work, { claim })
          .then(resolve, reject)
          .finally(() => {
            clearTimeout(deadline);
            this.beginNext(key);
          });
      };
      if (this.bounds !== undefined) {
        deadline = setTimeout(() => {
          isRefused = true;
          this.lines.get(key)?.delete(begin);
          reject(new AppError('UNAVAILABLE'));
        }, this.bounds.waitMs).unref();
      }
      if (line !== undefined) {
        line.add(begin);
        return;
      }
      this.lines.set(key, new Set());
      begin();
    });
  }

  /** Lines in which something is running or waiting. */
  get size(): number {
    return this.lines.size;
  }

  private beginNext(key: string): void {
    const line = this.lines.get(key);
    const [next] = line ?? [];
    if (next === undefined) {
      this.lines.delete(key);
      return;
    }
    line?.delete(next);
    next();
  }
}

/** Work that throws before it promises anything is work that failed. */
async function carryOut<T>(work: (turn: Turn) => Promise<T>, turn: Turn): Promise<T> {
  return work(turn);
}
