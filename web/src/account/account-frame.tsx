import type { ReactNode } from 'react';
import { useTitle } from '../ui/use-title.js';

interface AccountFrameProps {
  title: string;
  description?: string;
  children: ReactNode;
  /** The other ways to go. */
  footer?: ReactNode;
}

/** One form in the middle of the page. */
export function AccountFrame({ title, description, children, footer }: AccountFrameProps) {
  useTitle(title);
  return (
    <div className="mx-auto grid w-full max-w-md grow content-start gap-6 px-4 py-8 sm:content-center sm:py-12">
      <header className="grid gap-1.5">
        <h1 className="text-2xl font-semibold tracking-tight sm:text-3xl">{title}</h1>
        {description !== undefined && <p className="text-pretty text-muted">{description}</p>}
      </header>
      {children}
      {footer !== undefined && <footer className="grid gap-2 border-t border-line pt-5 text-muted">{footer}</footer>}
    </div>
  );
}
