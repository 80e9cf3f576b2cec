/** What another node says under a key. */
export interface Elsewhere<T> {
  readonly node: string;
  readonly value: T;
}

/**
 * What the nodes know of their own people, under keys that several of them may use. Each node owns its entries; every other one has a
 * whole copy of them in memory, so that reading asks nobody. A copy is right within milliseconds; of a node that died it is kept for as
 * long as nodes may be silent, and while Redis is away as it was.
 */
export interface SharedEntries<T extends object> {
  /** As JSON it has 64 KB at most, or nobody is told of it; it must not be changed afterwards. Costs nothing on a single node. */
  set(key: string, value: T): void;
  /** This node's own one. */
  delete(key: string): void;
  /** What the other nodes say under that key. */
  elsewhere(key: string): readonly Elsewhere<T>[];
  /** All that other nodes say, by key. */
  allElsewhere(): Iterable<readonly [key: string, said: readonly Elsewhere<T>[]]>;
  /** Called when other nodes say something else under that key than before, or nothing more. */
  onChange(listener: (key: string) => void): void;
}

/** Shares entries between the nodes of a cluster. */
export abstract class Sharing {
  /** This node; another one after each start. */
  abstract readonly node: string;
  /** There are no other nodes, and never will be. */
  abstract readonly isAlone: boolean;

  /**
   * The entries of one area. What another node says passes `isValue` first: it may run another version, and Redis may hold anything.
   * To be called once for an area, in a constructor.
   */
  abstract of<T extends object>(area: string, isValue: (value: unknown) => value is T): SharedEntries<T>;
  /** Whether that other node was heard of lately, and has not said goodbye. */
  abstract isThere(node: string): boolean;
  /** Whether that node was heard of since then, by `performance.now()`: one that goes on says something each second. */
  abstract wasHeardSince(node: string, since: number): boolean;
  /**
   * Whether all that the node had to say at that time, by `performance.now()` of this one, has arrived. False for seconds after it, and
   * for as long as Redis is away.
   */
  abstract hasAllSaidBy(node: string, time: number): boolean;
  /** Of a node that ended without a farewell, when it was heard of last. */
  abstract lastSignOf(node: string): Date | undefined;
  /** Whether this node has the smallest id of all that are there: for what one of them has to do. Two may believe it for a moment. */
  abstract readonly isFirst: boolean;
}

const NOTHING: SharedEntries<never> = {
  set: ignore,
  delete: ignore,
  elsewhere: () => [],
  allElsewhere: () => [],
  onChange: ignore,
};

/** Of a node that is alone: nobody wants to know, and nobody says anything. */
export class SingleNodeSharing extends Sharing {
  readonly node = 'single';
  readonly isAlone = true;
  readonly isFirst = true;

  of<T extends object>(): SharedEntries<T> {
    return NOTHING;
  }

  isThere(): boolean {
    return false;
  }

  wasHeardSince(): boolean {
    return false;
  }

  hasAllSaidBy(): boolean {
    return false;
  }

  lastSignOf(): undefined {
    return undefined;
  }
}

function ignore(): void {
  // Nobody else is there.
}
