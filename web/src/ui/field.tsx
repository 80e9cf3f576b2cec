import { CircleAlert } from 'lucide-react';
import { useId, type ReactNode } from 'react';

/** What ties a control to its label, its hint and its error, for screen readers. */
export interface ControlProps {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean | undefined;
}

export interface FieldProps {
  label: string;
  /** The rules, before somebody breaks one. */
  hint?: ReactNode;
  /** What is wrong, and what to do. */
  error?: string | undefined;
  children: (control: ControlProps) => ReactNode;
}

/** A control with its label above, and what there is to say about it below. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const [hintId, errorId] = [`${id}hint`, `${id}error`];
  const describedBy = [hint === undefined ? '' : hintId, error === undefined ? '' : errorId].filter(Boolean).join(' ');
  return (
    <div className="grid grid-cols-1 gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': describedBy === '' ? undefined : describedBy,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {hint !== undefined && (
        <p id={hintId} className="text-sm text-muted">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={errorId} className="flex items-start gap-1.5 text-sm text-danger">
          <CircleAlert aria-hidden size={16} className="mt-0.5 shrink-0" />
          {error}
        </p>
      )}
    </div>
  );
}

/** How everything looks that one types into. */
export const INPUT =
  'w-full min-h-11 rounded-xl border border-control bg-surface px-3.5 py-2 text-base text-ink transition-colors placeholder:text-muted ' +
  'hover:border-ink aria-invalid:border-danger disabled:cursor-not-allowed disabled:opacity-55';
