/** A node that was not heard for so long is not waited for. */
const SILENCE_MS = 5_000;
const NODES = 1_000;

interface Waiting {
  readonly missing: Set<string>;
  done(): void;
}

/** Which other nodes are there, and whom of them a signal still waits for. */
export class Confirmations {
  private readonly heardAt = new Map<string, number>();
  private readonly waiting = new Map<string, Waiting>();

  /** Something came from that node. */
  heard(node: string, at = performance.now()): void {
    this.heardAt.delete(node);
    this.heardAt.set(node, at);
    if (this.heardAt.size > NODES) this.heardAt.delete(this.heardAt.keys().next().value ?? '');
  }

  /** That node is stopping: nobody need wait for it. */
  gone(node: string): void {
    this.heardAt.delete(node);
    for (const id of this.waiting.keys()) this.confirmed(id, node);
  }

  confirmed(id: string, node: string): void {
    const waiting = this.waiting.get(id);
    if (waiting === undefined) return;
    waiting.missing.delete(node);
    if (waiting.missing.size === 0) waiting.done();
  }

  /** Resolves when every node that is there has confirmed, or after that time. */
  all(id: string, withinMs: number): Promise<void> {
    const now = performance.now();
    const missing = new Set([...this.heardAt].filter(([, at]) => now - at < SILENCE_MS).map(([node]) => node));
    if (missing.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.waiting.delete(id);
        resolve();
      };
      const timer = setTimeout(() => {
        // Whoever did not answer is heard again before it is waited for again.
        for (const node of missing) this.heardAt.delete(node);
        done();
      }, withinMs);
      this.waiting.set(id, { missing, done });
    });
  }
}
