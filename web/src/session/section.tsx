import type { ReactNode } from 'react';

/** One of the lists of the panel. */
export function Section({ title, count, children }: { title: string; count?: number | undefined; children: ReactNode }) {
  return (
    <section>
      <h3 className="flex gap-2 pb-1 text-sm font-semibold text-muted">
        {title}
        {count !== undefined && <span className="tabular-nums">{count}</span>}
      </h3>
      <ul>{children}</ul>
    </section>
  );
}
