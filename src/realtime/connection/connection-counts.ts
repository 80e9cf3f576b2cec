import { Injectable } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { Sharing, type SharedEntries } from '../cluster/shared-entries.js';

/** A node that goes on says something in this time, also one that is busy. */
const SIGN_MS = 2_500;
const LOOK_MS = 100;

/** Connections of one person on one node. */
interface Count {
  readonly count: number;
}

/**
 * How many connections people have on other nodes. Nearly everybody has one, which is told to nobody: so the limit of a person may be
 * passed by one for each other node, and people who come and go cost the cluster nothing.
 */
@Injectable()
export class ConnectionCounts {
  private readonly shared: SharedEntries<Count>;
  /** Of whom the other nodes know. */
  private readonly told = new Set<string>();

  constructor(private readonly sharing: Sharing) {
    this.shared = sharing.of<Count>('connections', isCount);
  }

  /** To be called when the person has more or fewer on this node than before. */
  changed(userId: string, count: number): void {
    if (count > 1) {
      this.told.add(userId);
      this.shared.set(userId, { count });
    } else if (this.told.delete(userId)) {
      this.shared.delete(userId);
    }
  }

  /** Those, too, on a node that has just died. */
  elsewhere(userId: string): number {
    return this.shared.elsewhere(userId).reduce((sum, { value }) => sum + value.count, 0);
  }

  /** The same without them: waits for a sign of life of each node, so that nobody is refused for what died with one. */
  async aliveElsewhere(userId: string): Promise<number> {
    const asked = performance.now();
    const isSilent = ({ node }: { node: string }) => !this.sharing.wasHeardSince(node, asked);
    while (this.shared.elsewhere(userId).some(isSilent) && performance.now() - asked < SIGN_MS) await delay(LOOK_MS);
    const alive = this.shared.elsewhere(userId).filter((count) => !isSilent(count));
    return alive.reduce((sum, { value }) => sum + value.count, 0);
  }
}

function isCount(value: unknown): value is Count {
  const { count } = (value ?? {}) as Partial<Count>;
  return Number.isSafeInteger(count) && Number(count) > 0;
}
