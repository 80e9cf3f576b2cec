import { Counter, Gauge } from 'prom-client';
import type { DialectName } from '../../protocol/index.js';
import type { Outcome } from '../publisher/outlet.js';

export const connections = new Gauge({
  name: 'lyceum_connections',
  help: 'Open connections, by dialect and transport',
  labelNames: ['dialect', 'transport'] as const,
});

/** Kept as plain numbers: looking up labels would cost as much as the delivery itself. */
const delivered: Partial<Record<DialectName, Partial<Record<Outcome, number>>>> = {};

export function countDelivery(dialect: DialectName, outcome: Outcome): void {
  const counts = (delivered[dialect] ??= {});
  counts[outcome] = (counts[outcome] ?? 0) + 1;
}

new Counter({
  name: 'lyceum_deliveries_total',
  help: 'Frames sent to clients, by dialect and what became of them (fast, public, dropped, overflow)',
  labelNames: ['dialect', 'outcome'] as const,
  collect() {
    this.reset();
    for (const [dialect, counts] of Object.entries(delivered)) {
      for (const [outcome, count] of Object.entries(counts)) this.inc({ dialect, outcome }, count);
    }
  },
});
