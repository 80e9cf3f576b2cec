import { clsx } from 'clsx';
import { strings } from '../strings/index.js';

/** Where something will stand, in its size, so that nothing jumps when it comes. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={clsx('animate-pulse rounded-lg bg-line', className)} />;
}

/** Rows of a list that is on its way. */
export function SkeletonList({ rows = 4 }: { rows?: number }) {
  return (
    <div role="status" className="grid gap-4">
      <span className="sr-only">{strings.ui.loading}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex items-center gap-3">
          <Skeleton className="size-10 rounded-full" />
          <div className="grid grow gap-2">
            <Skeleton className="h-4 w-2/5" />
            <Skeleton className="h-3 w-3/5" />
          </div>
        </div>
      ))}
    </div>
  );
}
