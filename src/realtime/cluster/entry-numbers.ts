/** Nodes remembered; each start makes a new one. */
const NODES = 1_000;

/** Tells which entries came before: one is written twice when the answer to its writing was lost. */
export class EntryNumbers {
  /** By node, the last of its numbers that came. */
  private readonly last = new Map<string, number>();

  isNew(node: string, n: number): boolean {
    const isNew = n > (this.last.get(node) ?? 0);
    if (isNew) this.last.set(node, n);
    if (this.last.size > NODES) this.last.delete(this.last.keys().next().value ?? '');
    return isNew;
  }
}
