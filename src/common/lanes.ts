/**
 * One line per key: what is run under the same key is done one after the other, in the order it came; different keys don't
 * wait for each other. A key whose line is empty takes no memory.
 */
export class Lanes {
  private readonly tails = new Map<string, Promise<unknown>>();

  /** Resolves or rejects as the work does. Work must not wait for its own line. */
  run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.tails.get(key) ?? Promise.resolve();
    const result = before.then(work);
    const settled = result.then(nothing, nothing);
    this.tails.set(key, settled);
    void settled.then(() => {
      if (this.tails.get(key) === settled) this.tails.delete(key);
    });
    return result;
  }

  /** Lines in which something is running or waiting. */
  get size(): number {
    return this.tails.size;
  }
}

function nothing(): void {
  // Whoever asked for the work hears how it went; the next in line need not.
}
