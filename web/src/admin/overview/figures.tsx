import type { AdminStats, NodeNumbers } from '@lyceum/client';
import { overview } from '../../strings/admin-overview.js';
import { bytes, count, duration, rate, span } from '../parts/formats.js';
import { pointOf } from './points.js';

const said = overview.figure;

interface Figure {
  label: string;
  value: string;
  hint?: string;
}

/** The numbers of now, in sight at once. */
export function Figures({ stats }: { stats: AdminStats }) {
  return (
    <section aria-label={overview.figures}>
      <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-2xl border border-line bg-line shadow-card lg:grid-cols-4">
        {figuresOf(stats).map(({ label, value, hint }) => (
          <div key={label} className="flex flex-col gap-0.5 bg-surface p-4 sm:p-5">
            <dt className="text-sm text-muted">{label}</dt>
            <dd className="text-2xl font-semibold tracking-tight tabular-nums">{value}</dd>
            {hint !== undefined && <dd className="text-sm text-muted tabular-nums">{hint}</dd>}
          </div>
        ))}
      </dl>
    </section>
  );
}

function figuresOf(stats: AdminStats): readonly Figure[] {
  const total = (of: (node: NodeNumbers) => number): number => stats.nodes.reduce((sum, node) => sum + of(node), 0);
  const together = pointOf(stats);
  return [
    { label: said.people, value: count(stats.peopleOnline) },
    { label: said.connections, value: count(together.connections) },
    { label: said.rooms, value: count(stats.roomsInUse) },
    { label: said.calls, value: count(stats.activeCalls) },
    { label: said.messages, value: rate(together.messagesPerSecond) },
    { label: said.commands, value: rate(total(({ commandsPerSecond }) => commandsPerSecond)) },
    { label: said.deliveries, value: rate(total(({ deliveriesPerSecond }) => deliveriesPerSecond)) },
    { label: said.latency, value: duration(together.commandP50Ms), hint: said.latencyHint(duration(together.commandP99Ms)) },
    { label: said.help, value: count(stats.helpWaiting), hint: said.helpHint(stats.helpActive, stats.availableMentors) },
    {
      label: said.outbox,
      value: count(stats.outboxPending),
      hint: said.outboxHint(stats.outboxDead, span(stats.outboxOldestSeconds)),
    },
    {
      label: said.database,
      value: count(total(({ databaseConnections }) => databaseConnections)),
      hint: said.databaseHint(
        total(({ databaseIdle }) => databaseIdle),
        total(({ databaseWaiting }) => databaseWaiting),
      ),
    },
    { label: said.queued, value: bytes(together.outboundQueuedBytes) },
  ];
}
