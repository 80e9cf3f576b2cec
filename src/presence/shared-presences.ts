import { Injectable } from '@nestjs/common';
import { Sharing, type Elsewhere, type SharedEntries } from '../realtime/index.js';
import { isPresenceEntry, type PresenceEntry } from './presence-entry.js';

/** What the nodes tell one another of the people who are there, by the people's ids. */
@Injectable()
export class SharedPresences {
  private readonly entries: SharedEntries<PresenceEntry>;

  constructor(private readonly sharing: Sharing) {
    this.entries = sharing.of('presence', isPresenceEntry);
  }

  get isAlone(): boolean {
    return this.sharing.isAlone;
  }

  set(userId: string, entry: PresenceEntry): void {
    this.entries.set(userId, entry);
  }

  delete(userId: string): void {
    this.entries.delete(userId);
  }

  elsewhere(userId: string): readonly Elsewhere<PresenceEntry>[] {
    return this.entries.elsewhere(userId);
  }

  onChange(listener: (userId: string) => void): void {
    this.entries.onChange(listener);
  }

  /** When people left who were on these nodes alone, and have not said so: as far as those nodes died; undefined where one did not. */
  lastSignOf(nodes: readonly string[]): Date | undefined {
    const signs = nodes.map((node) => this.sharing.lastSignOf(node)?.getTime() ?? NaN);
    const last = Math.max(...signs);
    return Number.isFinite(last) ? new Date(last) : undefined;
  }

  /** Whether this node is to do what those nodes would do, if one of them were still there. */
  actsFor(nodes: readonly string[]): boolean {
    return this.sharing.isFirst && !nodes.some((node) => this.sharing.isThere(node));
  }
}
