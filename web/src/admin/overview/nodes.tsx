import type { AdminStats, NodeNumbers } from '@lyceum/client';
import { overview } from '../../strings/admin-overview.js';
import { Badge } from '../../ui/badge.js';
import { Card } from '../../ui/page.js';
import { bytes, count, duration, span, timeOfDay } from '../parts/formats.js';
import { RecordTable, type Column } from '../parts/record-table.js';
import { openOn } from './points.js';

const said = overview.nodes;

const COLUMNS: readonly Column<NodeNumbers>[] = [
  { header: said.version, cell: ({ version }) => version },
  { header: said.up, numeric: true, cell: ({ uptimeSeconds }) => span(uptimeSeconds) },
  { header: said.connections, numeric: true, cell: (node) => count(openOn(node)) },
  { header: said.lag, numeric: true, cell: ({ eventLoopLagMs }) => duration(eventLoopLagMs) },
  { header: said.memory, numeric: true, cell: ({ residentBytes }) => bytes(residentBytes) },
  { header: said.sign, numeric: true, cell: ({ at }) => timeOfDay(at) },
];

/** Each node of the cluster. */
export function Nodes({ stats }: { stats: AdminStats }) {
  const host: Column<NodeNumbers> = {
    header: said.host,
    lead: true,
    cell: ({ node, host: name }) => (
      <span className="flex flex-wrap items-center gap-2">
        <span className="font-medium break-all">{name}</span>
        {stats.nodes.length > 1 && node === stats.node && <Badge tone="accent">{said.answering}</Badge>}
      </span>
    ),
  };
  return (
    <Card title={said.title} description={said.description}>
      <RecordTable label={said.title} columns={[host, ...COLUMNS]} rows={stats.nodes} keyOf={({ node }) => node} />
    </Card>
  );
}
