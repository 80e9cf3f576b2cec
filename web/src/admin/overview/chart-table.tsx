import type { StatsPoint } from '@lyceum/client';
import { admin } from '../../strings/admin.js';
import { overview } from '../../strings/admin-overview.js';
import { useState } from 'react';
import { timeOfDay } from '../parts/formats.js';
import { RecordTable } from '../parts/record-table.js';
import type { ChartSpec } from './lines.js';

const said = overview.chart;
const STEP_MS = 30_000;

/** The numbers of a chart, two a minute, newest first: for those who can't see it, and to be copied. */
export function ChartTable({ spec, points }: { spec: ChartSpec; points: readonly StatsPoint[] }) {
  const [isOpen, setOpen] = useState(false);
  const columns = [
    { header: said.time, lead: true, cell: ({ at }: StatsPoint) => timeOfDay(at) },
    ...spec.lines.map(({ label, of }) => ({
      header: label,
      numeric: true,
      cell: (point: StatsPoint) => {
        const value = of(point);
        return value === null ? admin.list.none : spec.scale.format(value);
      },
    })),
  ];
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="w-fit rounded py-1 text-sm font-medium text-muted hover:text-ink">{said.asTable}</summary>
      {isOpen && (
        <div className="max-h-72 overflow-y-auto pt-2" tabIndex={0} role="region" aria-label={spec.title}>
          <RecordTable label={spec.title} columns={columns} rows={thinned(points)} keyOf={({ at }) => at} />
        </div>
      )}
    </details>
  );
}

/** The newest of each half minute. */
function thinned(points: readonly StatsPoint[]): StatsPoint[] {
  const bySteps = new Map(points.map((point) => [Math.floor(Date.parse(point.at) / STEP_MS), point]));
  return [...bySteps.values()].toReversed();
}
