import { clsx } from 'clsx';
import { CircleAlert, Info } from 'lucide-react';
import type { ReactNode } from 'react';

/** Something to know, in its place on the page. `danger` is read out at once. */
export function Notice({ tone = 'neutral', children }: { tone?: 'neutral' | 'danger'; children: ReactNode }) {
  const Icon = tone === 'danger' ? CircleAlert : Info;
  return (
    <div
      role={tone === 'danger' ? 'alert' : undefined}
      className={clsx(
        'flex items-start gap-2.5 rounded-xl px-4 py-3',
        tone === 'danger' ? 'bg-danger-soft text-danger' : 'bg-sunken text-ink',
      )}
    >
      <Icon aria-hidden size={20} className="mt-0.5 shrink-0" />
      <div>{children}</div>
    </div>
  );
}
