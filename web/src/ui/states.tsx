import { CloudAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { strings } from '../strings/index.js';
import { Button } from './button.js';
import { Spinner } from './spinner.js';

interface StateProps {
  icon?: ReactNode;
  title: string;
  /** What it means, and what to do. */
  children?: ReactNode;
  actions?: ReactNode;
}

function State({ icon, title, children, actions }: StateProps) {
  return (
    <div className="mx-auto grid max-w-md justify-items-center gap-3 px-4 py-10 text-center">
      {icon !== undefined && <span className="grid size-14 place-items-center rounded-2xl bg-sunken text-muted">{icon}</span>}
      <h2 className="text-lg font-semibold tracking-tight">{title}</h2>
      {children !== undefined && <div className="text-pretty text-muted">{children}</div>}
      {actions !== undefined && <div className="flex flex-wrap justify-center gap-3 pt-2">{actions}</div>}
    </div>
  );
}

/** There is nothing here yet: what would be here, and how it comes to be. */
export const EmptyState = State;

interface ErrorStateProps extends Omit<StateProps, 'title'> {
  title?: string;
  onRetry?: () => void;
}

/** Something failed. */
export function ErrorState({ title = strings.ui.failed, children, onRetry, actions, icon }: ErrorStateProps) {
  const retry = onRetry !== undefined && (
    <Button look="primary" onClick={onRetry}>
      {strings.ui.tryAgain}
    </Button>
  );
  return (
    <div role="alert">
      <State
        icon={icon ?? <CloudAlert aria-hidden size={26} />}
        title={title}
        actions={
          <>
            {actions}
            {retry}
          </>
        }
      >
        {children}
      </State>
    </div>
  );
}

/** Something is on its way of which even the shape is unknown. */
export function Loading({ label = strings.ui.loading }: { label?: string }) {
  return (
    <div role="status" className="flex items-center justify-center gap-3 px-4 py-16 text-muted">
      <Spinner size={22} />
      {label}
    </div>
  );
}
