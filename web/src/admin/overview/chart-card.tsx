import type { StatsPoint } from '@lyceum/client';
import { clsx } from 'clsx';
import { Suspense, useMemo, useState } from 'react';
import { admin } from '../../strings/admin.js';
import { overview } from '../../strings/admin-overview.js';
import { optional } from '../../ui/optional.js';
import { Card } from '../../ui/page.js';
import { timeOfDay } from '../parts/formats.js';
import { ChartTable } from './chart-table.js';
import type { ChartSpec } from './lines.js';

const said = overview.chart;

// The library that draws comes after everything that can be read, which stays where it does not come.
const Chart = optional(async () => (await import('./chart.js')).Chart);

/** A chart with its numbers in words: those of now, or of the moment that the pointer is at, and all of them as a table. */
export function ChartCard({ spec, points }: { spec: ChartSpec; points: readonly StatsPoint[] }) {
  const [pointed, setPointed] = useState<number | null>(null);
  const times = useMemo(() => points.map(({ at }) => Date.parse(at) / 1_000), [points]);
  const lines = useMemo(() => spec.lines.map(({ of, ...line }) => ({ ...line, values: points.map(of) })), [spec, points]);
  const shown = (pointed === null ? undefined : points[pointed]) ?? points.at(-1);
  const values = spec.lines.map(({ label, tone, isDashed, of }) => {
    const value = shown === undefined ? null : of(shown);
    return { label, tone, isDashed, text: value === null ? admin.list.none : spec.scale.format(value) };
  });
  const summary = said.summary(spec.title, values.map(({ label, text }) => `${label} ${text}`).join(', '));
  return (
    <Card title={spec.title}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 text-sm">
        <ul className="flex flex-wrap gap-x-4 gap-y-1">
          {values.map(({ label, tone, isDashed, text }) => (
            <li key={label} className="flex items-center gap-2">
              <span
                aria-hidden
                className={clsx(
                  'w-5 border-t-2',
                  isDashed && 'border-dashed',
                  tone === 'accent' ? 'border-accent' : 'border-warning',
                )}
              />
              {values.length > 1 && <span className="text-muted">{label}</span>}
              <span className="font-semibold tabular-nums">{text}</span>
            </li>
          ))}
        </ul>
        {pointed !== null && shown !== undefined && <span className="text-muted tabular-nums">{timeOfDay(shown.at)}</span>}
      </div>
      <div role="img" aria-label={summary} className="min-h-45">
        {points.length < 2 ? (
          <p className="grid h-45 place-items-center text-sm text-muted">{said.empty}</p>
        ) : (
          <Suspense fallback={<p className="grid h-45 place-items-center text-sm text-muted">{said.loading}</p>}>
            <Chart times={times} lines={lines} scale={spec.scale} onPoint={setPointed} />
          </Suspense>
        )}
      </div>
      <ChartTable spec={spec} points={points} />
    </Card>
  );
}
