import { admin } from '../../strings/admin.js';
import { overview } from '../../strings/admin-overview.js';
import { Notice } from '../../ui/notice.js';
import { Page } from '../../ui/page.js';
import { ErrorState } from '../../ui/states.js';
import { ChartCard } from './chart-card.js';
import { FiguresSkeleton } from './figures-skeleton.js';
import { Figures } from './figures.js';
import { CHARTS } from './lines.js';
import { Nodes } from './nodes.js';
import { Shares } from './shares.js';
import { useLiveStats } from './use-live-stats.js';

/** Live numbers and how they went. */
export function OverviewPage() {
  const { stats, points, error } = useLiveStats();
  if (stats === undefined && error !== undefined) {
    return (
      <Page title={overview.title}>
        <ErrorState>{error.message}</ErrorState>
      </Page>
    );
  }
  return (
    <Page title={overview.title} {...(stats && { description: overview.description(stats.nodes.length) })}>
      {error !== undefined && <Notice tone="danger">{admin.list.stale(error.message)}</Notice>}
      {stats?.cluster === 'degraded' && <Notice>{overview.degraded}</Notice>}
      {stats === undefined ? <FiguresSkeleton /> : <Figures stats={stats} />}
      <section aria-label={overview.chart.section} className="grid gap-6 lg:grid-cols-2">
        {CHARTS.map((spec) => (
          <ChartCard key={spec.title} spec={spec} points={points} />
        ))}
      </section>
      {stats !== undefined && (
        <>
          <Shares nodes={stats.nodes} />
          <Nodes stats={stats} />
        </>
      )}
    </Page>
  );
}
