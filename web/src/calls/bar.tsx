import type { ReactNode } from 'react';

interface BarProps {
  icon: ReactNode;
  text: ReactNode;
  actions: ReactNode;
}

/** Above the page, on every page: something about a call, and what can be done. */
export function Bar({ icon, text, actions }: BarProps) {
  return (
    <div className="flex min-h-14 animate-appear flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-accent-soft px-4 py-1.5 sm:px-6">
      <span className="shrink-0 text-accent">{icon}</span>
      <div className="min-w-0 grow basis-40">{text}</div>
      <div className="flex shrink-0 items-center gap-1">{actions}</div>
    </div>
  );
}
