import { clsx } from 'clsx';
import type { ReactNode } from 'react';

export interface Column<T> {
  header: string;
  /** Explains the header where a word is not enough. */
  hint?: string;
  cell: (row: T) => ReactNode;
  /** Numbers stand below each other. */
  numeric?: boolean;
  /** What the row is about: on phones it stands above the rest, without its header. */
  lead?: boolean;
}

interface RecordTableProps<T> {
  /** What is listed, for screen readers. */
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  keyOf: (row: T) => string;
}

/**
 * Things of one kind. A table where there is room for one, a list of cards on phones. The roles are written down: a table that is not laid
 * out as one is none to some screen readers.
 */
export function RecordTable<T>({ label, columns, rows, keyOf }: RecordTableProps<T>) {
  return (
    <table role="table" aria-label={label} className="w-full border-collapse max-sm:block">
      <thead role="rowgroup" className="max-sm:sr-only">
        <tr role="row" className="border-b border-line text-left text-sm text-muted">
          {columns.map(({ header, hint, numeric = false }) => (
            <th
              key={header}
              role="columnheader"
              scope="col"
              title={hint}
              className={clsx('px-3 py-2.5 font-medium whitespace-nowrap first:pl-0 last:pr-0', numeric && 'text-right')}
            >
              {header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" className="divide-y divide-line max-sm:block">
        {rows.map((row) => (
          <tr key={keyOf(row)} role="row" className="max-sm:grid max-sm:gap-1.5 max-sm:py-4 max-sm:first:pt-0 max-sm:last:pb-0">
            {columns.map((column) => (
              <RecordCell key={column.header} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function RecordCell<T>({ column: { header, cell, numeric = false, lead = false }, row }: { column: Column<T>; row: T }) {
  const content = cell(row);
  return (
    <td
      role="cell"
      className={clsx(
        // What a row has nothing of, a card need not mention.
        (content === null || content === false) && 'max-sm:hidden',
        'py-3 align-middle sm:px-3 sm:first:pl-0 sm:last:pr-0 max-sm:flex max-sm:items-center max-sm:justify-between max-sm:gap-4 max-sm:py-0',
        numeric && 'tabular-nums sm:text-right',
        lead && 'max-sm:pb-1',
      )}
    >
      {!lead && (
        <span aria-hidden className="shrink-0 text-sm text-muted sm:hidden">
          {header}
        </span>
      )}
      <span className={clsx('min-w-0', !lead && 'max-sm:text-right')}>{content}</span>
    </td>
  );
}
