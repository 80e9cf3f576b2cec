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
  /** When this node's own signs of life were written that it has not read again yet, by number. */
  private readonly ownSigns = new Map<number, number>();
  /** When the last that it read again was written: what is read after it was written later. */
  private readUntil = -Infinity;
  /** By node, what `readUntil` was at its last sign of life. */
  private readonly wholeUntil = new Map<string, number>();

  constructor(private readonly silenceMs: number) {}

  heard(node: string, at = performance.now()): void {
    this.heardAt.set(node, Math.max(at, this.heardAt.get(node) ?? -Infinity));
  }

  gone(node: string): void {
    this.heardAt.delete(node);
    this.wholeUntil.delete(node);
  }

  wroteSign(n: number, at = performance.now()): void {
    this.ownSigns.set(n, at);
  }

  readSign(n: number): void {
    for (const [written, at] of this.ownSigns) {
      if (written > n) return;
      this.readUntil = at;
      this.ownSigns.delete(written);
    }
  }

  /** Nothing that the node had to say, when it said that it lives, is missing. */
  isWhole(node: string): void {
    this.wholeUntil.set(node, this.readUntil);
  }

  hasAllSaidBy(node: string, time: number): boolean {
    return (this.wholeUntil.get(node) ?? -Infinity) >= time;
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
      this.gone(node);
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
