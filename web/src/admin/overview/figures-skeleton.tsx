import { strings } from '../../strings/index.js';
import { Skeleton } from '../../ui/skeleton.js';

const FIGURES = 12;

/** Where the numbers of now will stand. */
export function FiguresSkeleton() {
  return (
    <div role="status" className="grid grid-cols-2 gap-px overflow-hidden rounded-2xl border border-line bg-line lg:grid-cols-4">
      <span className="sr-only">{strings.ui.loading}</span>
      {Array.from({ length: FIGURES }, (_, figure) => (
        <div key={figure} className="grid gap-2 bg-surface p-4 sm:p-5">
          <Skeleton className="h-4 w-24" />
          <Skeleton className="h-7 w-16" />
        </div>
      ))}
    </div>
  );
}
