/** Nodes remembered that fell silent; each start makes a new one. */
const SILENT_NODES = 100;
/** Nothing could be read for so long: who was silent meanwhile could not be heard. */
const CUT_OFF_MS = 5_000;

/** Which other nodes are there: those that were heard of lately. Times by `performance.now()`. */
export class OtherNodes {
  private readonly heardAt = new Map<string, number>();
  /** Of those that fell silent, when they were heard of last, in milliseconds since 1970. */
  private readonly lastSigns = new Map<string, number>();
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

  /** A node that goes on says something each second. */
  wasHeardSince(node: string, since: number): boolean {
    return (this.heardAt.get(node) ?? -Infinity) >= since;
  }

  /** When a node that fell silent was heard of last; undefined of others, and of those of long ago. */
  lastSignOf(node: string): Date | undefined {
    const at = this.lastSigns.get(node);
    return at === undefined ? undefined : new Date(at);
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
    const silent = [...this.heardAt].filter(([, at]) => now - at > this.silenceMs);
    for (const [node, at] of silent) {
      this.heardAt.delete(node);
      this.remember(node, Date.now() - (now - at));
    }
    return silent.map(([node]) => node);
  }

  private remember(node: string, lastSign: number): void {
    this.lastSigns.set(node, lastSign);
    const [oldest] = this.lastSigns.keys();
    if (this.lastSigns.size > SILENT_NODES && oldest !== undefined) this.lastSigns.delete(oldest);
  }
}
