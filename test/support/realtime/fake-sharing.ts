import { Sharing, type Elsewhere, type SharedEntries } from '../../../src/realtime/index.js';

/** A cluster in memory, as one node sees it: what the others say is said by the test. */
export class FakeSharing extends Sharing {
  readonly isAlone = false;
  isFirst = true;
  /** What this node says, by key. */
  readonly own = new Map<string, object>();
  private readonly said = new Map<string, Elsewhere<object>[]>();
  /** Nodes that are counted as there still, and say nothing. */
  readonly silent = new Set<string>();
  private readonly gone = new Set<string>();
  private readonly lastSigns = new Map<string, Date>();
  private readonly listeners: ((key: string) => void)[] = [];

  constructor(readonly node = 'here') {
    super();
  }

  of<T extends object>(): SharedEntries<T> {
    return {
      set: (key, value) => this.own.set(key, value),
      delete: (key) => this.own.delete(key),
      elsewhere: (key) => (this.said.get(key) ?? []) as Elsewhere<T>[],
      allElsewhere: () => this.said as unknown as Map<string, Elsewhere<T>[]>,
      onChange: (listener) => {
        this.listeners.push(listener);
      },
    };
  }

  isThere(node: string): boolean {
    return !this.gone.has(node);
  }

  wasHeardSince(node: string): boolean {
    return this.isThere(node) && !this.silent.has(node);
  }

  hasAllSaidBy(node: string): boolean {
    return !this.silent.has(node);
  }

  lastSignOf(node: string): Date | undefined {
    return this.lastSigns.get(node);
  }

  /** Another node says that, or nothing more. */
  say(node: string, key: string, value: object | undefined): void {
    const others = (this.said.get(key) ?? []).filter((one) => one.node !== node);
    this.said.set(key, value === undefined ? others : [...others, { node, value }]);
    for (const listener of this.listeners) listener(key);
  }

  /** Another node is no more; `lastSign`: it said no farewell. */
  end(node: string, lastSign?: Date): void {
    this.gone.add(node);
    if (lastSign !== undefined) this.lastSigns.set(node, lastSign);
    for (const key of this.said.keys()) this.say(node, key, undefined);
  }
}
