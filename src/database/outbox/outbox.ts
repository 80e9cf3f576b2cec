import { Injectable } from '@nestjs/common';
import { newId, type OutboxEvent, type OutboxEventName } from '../../common/index.js';
import type { Transaction } from '../database.js';

/** While a phone rings, or should no longer, each moment counts. */
const URGENT: ReadonlySet<OutboxEventName> = new Set<OutboxEventName>(['call.ringing', 'call.answered', 'call.ended']);

/**
 * Where changes leave word of what others must be told outside of live connections. An event is written in the transaction of the
 * change, so that there is one for each change that was committed and none for one that was not; the relay hands it on, exactly once.
 */
@Injectable()
export class Outbox {
  private readonly needed = new Set<OutboxEventName>();
  /** Undefined until somebody has said: what may be wanted is kept. */
  private wanted: ReadonlySet<OutboxEventName> | undefined;
  private readonly listeners = new Set<(isUrgent: boolean) => void>();

  /** In the transaction of the change, in the order of what happened. What nobody wants is left out. */
  async append(tx: Transaction, events: readonly OutboxEvent[]): Promise<void> {
    const wanted = events.filter(({ name }) => this.isWanted(name));
    if (wanted.length === 0) return;
    await tx.query(
      `INSERT INTO outbox (id, name, data, due_at, created_at)
       SELECT e.id, e.name, e.data, clock_timestamp(), clock_timestamp()
       FROM unnest($1::uuid[], $2::text[], $3::json[]) WITH ORDINALITY AS e (id, name, data, nth) ORDER BY e.nth`,
      [wanted.map(() => newId()), wanted.map(({ name }) => name), wanted.map(({ data }) => JSON.stringify(data))],
    );
    tx.afterCommit(wanted.some(({ name }) => URGENT.has(name)) ? this.tellUrgent : this.tellAppended);
  }

  /** Whether anybody takes events of that name now; for whoever would have to find out first what to write. */
  isWanted(name: OutboxEventName): boolean {
    return this.needed.has(name) || this.isWantedOutside(name);
  }

  /** Whether an app's own backend takes them, so that all of them count and not only those that concern somebody who is away. */
  isWantedOutside(name: OutboxEventName): boolean {
    return this.wanted?.has(name) ?? true;
  }

  /** These are what the apps' own backends want now, and no others. */
  setWanted(names: Iterable<OutboxEventName>): void {
    this.wanted = new Set(names);
  }

  /** Events of these names are always taken. */
  need(names: Iterable<OutboxEventName>): void {
    for (const name of names) this.needed.add(name);
  }

  /** Calls it on this node, after the commit, with whether somebody waits for it now. */
  onAppended(listener: (isUrgent: boolean) => void): void {
    this.listeners.add(listener);
  }

  private readonly tellAppended = (): void => {
    for (const listener of this.listeners) listener(false);
  };

  private readonly tellUrgent = (): void => {
    for (const listener of this.listeners) listener(true);
  };
}
