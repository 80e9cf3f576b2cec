import { Counter, Gauge } from 'prom-client';
import { DIALECTS, type DialectName } from '../../protocol/index.js';
import type { Outcome } from '../publisher/outlet.js';

export const connections = new Gauge({
  name: 'lyceum_connections',
  help: 'Open connections, by dialect and transport',
  labelNames: ['dialect', 'transport'] as const,
});

/** Kept as plain numbers, all from the start: looking up labels would cost as much as the delivery itself. */
const delivered = Object.fromEntries(
  DIALECTS.map((dialect) => [dialect, { fast: 0, public: 0, dropped: 0, overflow: 0 } satisfies Record<Outcome, number>]),
) as Record<DialectName, Record<Outcome, number>>;

export function countDelivery(dialect: DialectName, outcome: Outcome): void {
  delivered[dialect][outcome] += 1;
}

new Counter({
  name: 'lyceum_deliveries_total',
  help: 'Frames sent to clients, by dialect and what became of them (fast, public, dropped, overflow)',
  labelNames: ['dialect', 'outcome'] as const,
  collect() {
    this.reset();
    for (const [dialect, counts] of Object.entries(delivered)) {
      for (const [outcome, count] of Object.entries(counts)) if (count > 0) this.inc({ dialect, outcome }, count);
    }
  },
});
