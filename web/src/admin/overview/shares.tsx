import type { ConnectionShare, NodeNumbers } from '@lyceum/client';
import { overview } from '../../strings/admin-overview.js';
import { Card } from '../../ui/page.js';
import { count } from '../parts/formats.js';
import { RecordTable, type Column } from '../parts/record-table.js';

const said = overview.shares;
const TRANSPORTS = ['websocket', 'raw', 'polling'] as const satisfies readonly ConnectionShare['transport'][];

interface Row {
  dialect: string;
  shares: readonly ConnectionShare[];
}

const sum = (shares: readonly ConnectionShare[]): number => shares.reduce((total, { open }) => total + open, 0);

const COLUMNS: readonly Column<Row>[] = [
  { header: said.dialect, lead: true, cell: ({ dialect }) => <span className="font-medium">{dialect}</span> },
  ...TRANSPORTS.map((transport) => ({
    header: said.transport[transport],
    numeric: true,
    cell: ({ shares }: Row) => count(sum(shares.filter((share) => share.transport === transport))),
  })),
  { header: said.total, numeric: true, cell: ({ shares }) => <span className="font-semibold">{count(sum(shares))}</span> },
];

/** How those who are connected are connected, the most used protocol first. */
export function Shares({ nodes }: { nodes: readonly NodeNumbers[] }) {
  const shares = nodes.flatMap(({ connections }) => connections);
  const rows = [...new Set(shares.map(({ dialect }) => dialect))]
    .map((dialect): Row => ({ dialect, shares: shares.filter((share) => share.dialect === dialect) }))
    .sort((a, b) => sum(b.shares) - sum(a.shares));
  return (
    <Card title={said.title} description={said.description}>
      {rows.length === 0 ? (
        <p className="text-muted">{said.empty}</p>
      ) : (
        <RecordTable label={said.title} columns={COLUMNS} rows={rows} keyOf={({ dialect }) => dialect} />
      )}
    </Card>
  );
}
