import type { ReactNode } from 'react';
import { admin } from '../../strings/admin.js';
import { Button } from '../../ui/button.js';
import { Notice } from '../../ui/notice.js';
import { SkeletonList } from '../../ui/skeleton.js';
import { EmptyState, ErrorState } from '../../ui/states.js';
import { RecordTable, type Column } from './record-table.js';
import type { Pages } from './use-pages.js';

interface PagedRecordsProps<T> {
  label: string;
  pages: Pages<T>;
  columns: readonly Column<T>[];
  keyOf: (row: T) => string;
  empty: { icon: ReactNode; title: string; text: string };
}

/** A list page by page, with what is shown instead while it is not there, empty, or failed. */
export function PagedRecords<T>({ label, pages, columns, keyOf, empty }: PagedRecordsProps<T>) {
  const { items, error, hasMore, isLoadingMore, loadMore, reload } = pages;
  if (items === undefined) {
    return error === undefined ? <SkeletonList rows={6} /> : <ErrorState onRetry={reload}>{error.message}</ErrorState>;
  }
  return (
    <div className="grid gap-4">
      {items.length === 0 ? (
        <EmptyState icon={empty.icon} title={empty.title}>
          {empty.text}
        </EmptyState>
      ) : (
        <RecordTable label={label} columns={columns} rows={items} keyOf={keyOf} />
      )}
      {error !== undefined && <Notice tone="danger">{error.message}</Notice>}
      <div className="flex min-h-11 flex-wrap items-center justify-between gap-3">
        <p role="status" className="text-sm text-muted">
          {items.length > 0 && admin.list.count(items.length, hasMore)}
        </p>
        {hasMore && (
          <Button busy={isLoadingMore} onClick={loadMore}>
            {admin.list.more}
          </Button>
        )}
      </div>
    </div>
  );
}
