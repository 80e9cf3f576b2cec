import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { useTitle } from './use-title.js';

interface PageProps {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  /** `narrow` for what is read or filled in; `wide` for lists and tables beside each other. */
  width?: 'narrow' | 'wide';
  children: ReactNode;
}

/** A page with its heading, which is also the title of the window. */
export function Page({ title, description, actions, width = 'wide', children }: PageProps) {
  useTitle(title);
  return (
    <div className={clsx('mx-auto grid w-full gap-6 px-4 py-6 sm:px-8 sm:py-10', width === 'wide' ? 'max-w-5xl' : 'max-w-2xl')}>
      <header className="flex flex-wrap items-end justify-between gap-4">
        <div className="grid gap-1">
          <h1 className="text-2xl font-semibold tracking-tight sm:text-3xl">{title}</h1>
          {description !== undefined && <p className="max-w-prose text-muted">{description}</p>}
        </div>
        {actions !== undefined && <div className="flex flex-wrap gap-3">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

interface CardProps {
  title?: string;
  description?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
  className?: string;
}

/** A part of a page that stands for itself. */
export function Card({ title, description, actions, children, className }: CardProps) {
  return (
    <section
      className={clsx('grid content-start gap-4 rounded-2xl border border-line bg-surface p-5 shadow-card sm:p-6', className)}
    >
      {(title !== undefined || actions !== undefined) && (
        <header
          className={clsx('flex flex-wrap justify-between gap-3', description === undefined ? 'items-center' : 'items-start')}
        >
          <div className="grid gap-1">
            {title !== undefined && <h2 className="text-lg font-semibold tracking-tight">{title}</h2>}
            {description !== undefined && <p className="text-muted">{description}</p>}
          </div>
          {actions}
        </header>
      )}
      {children}
    </section>
  );
}
