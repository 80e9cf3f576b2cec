/**
 * Answers many who ask the same with one reading. Each is given one that begins after they asked, so that it knows all that had
 * happened by then; while one runs, those who come share the next.
 */
export class SharedReading<T> {
  private readonly running = new Map<string, Promise<T>>();
  private readonly next = new Map<string, Promise<T>>();

  read(key: string, reading: () => Promise<T>): Promise<T> {
    const next = this.next.get(key);
    if (next !== undefined) return next;
    const running = this.running.get(key);
    if (running === undefined) return this.run(key, reading);
    const afterwards = running.then(ignore, ignore).then(() => {
      this.next.delete(key);
      return this.run(key, reading);
    });
    this.next.set(key, afterwards);
    return afterwards;
  }

  private run(key: string, reading: () => Promise<T>): Promise<T> {
    const run = reading().finally(() => {
      if (this.running.get(key) === run) this.running.delete(key);
    });
    this.running.set(key, run);
    return run;
  }
}

function ignore(): void {
  // Whoever asked for that one hears of it.
}
