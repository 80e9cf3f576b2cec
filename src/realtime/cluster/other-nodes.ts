/** Nothing could be read for so long: who was silent meanwhile could not be heard. */
const CUT_OFF_MS = 5_000;

/** Which other nodes are there: those that were heard of lately. Times by `performance.now()`. */
export class OtherNodes {
  private readonly heardAt = new Map<string, number>();
  private lookedAt: number | undefined;

  constructor(private readonly silenceMs: number) {}

  heard(node: string, at = performance.now()): void {
    this.heardAt.set(node, Math.max(at, this.heardAt.get(node) ?? -Infinity));
  }

  gone(node: string): void {
    this.heardAt.delete(node);
  }

  has(node: string): boolean {
    return this.heardAt.has(node);
  }

  /** Whether none of them has a smaller id. */
  areAllBehind(node: string): boolean {
    for (const other of this.heardAt.keys()) if (other < node) return false;
    return true;
  }

  /** To be called whenever all that was said until now is read: forgets those who were silent for too long, and names them. */
  forgetSilent(now = performance.now()): string[] {
    // Time in which this node itself was cut off, or stood still, does not count.
    if (now - (this.lookedAt ?? now) > CUT_OFF_MS) for (const node of this.heardAt.keys()) this.heard(node, now);
    this.lookedAt = now;
    const silent = [...this.heardAt].filter(([, at]) => now - at > this.silenceMs).map(([node]) => node);
    for (const node of silent) this.heardAt.delete(node);
    return silent;
  }
}
