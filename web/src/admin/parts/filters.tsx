import { clsx } from 'clsx';
import { Search } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { admin } from '../../strings/admin.js';
import { Field, INPUT } from '../../ui/field.js';

/** What narrows a list down: what is looked for, and two choices. */
export function Filters({ children }: { children: ReactNode }) {
  return (
    <div className="grid grid-cols-2 items-start gap-4 sm:grid-cols-[minmax(0,1fr)_auto_auto] max-sm:*:first:col-span-2">
      {children}
    </div>
  );
}

interface SearchFieldProps {
  value: string;
  onChange: (value: string) => void;
  hint: string;
}

/** What is looked for while one types. */
export function SearchField({ value, onChange, hint }: SearchFieldProps) {
  const hintId = useId();
  return (
    <Field label={admin.list.search}>
      {({ id }) => (
        <div className="relative">
          <Search aria-hidden size={18} className="pointer-events-none absolute inset-y-0 left-3.5 my-auto text-muted" />
          <input
            id={id}
            type="search"
            value={value}
            maxLength={256}
            placeholder={hint}
            aria-describedby={hintId}
            autoComplete="off"
            onChange={({ target }) => onChange(target.value)}
            className={clsx(INPUT, 'pl-11')}
          />
          <span id={hintId} className="sr-only">
            {hint}
          </span>
        </div>
      )}
    </Field>
  );
}

interface ChoiceFieldProps<T extends string> {
  label: string;
  value: T | '';
  onChange: (value: T | '') => void;
  options: readonly { value: T; label: string }[];
}

/** One of a few, or all. */
export function ChoiceField<T extends string>({ label, value, onChange, options }: ChoiceFieldProps<T>) {
  const choose = (chosen: string): void => onChange(options.find((option) => option.value === chosen)?.value ?? '');
  return (
    <Field label={label}>
      {(control) => (
        <select {...control} value={value} onChange={({ target }) => choose(target.value)} className={clsx(INPUT, 'sm:w-44')}>
          <option value="">{admin.list.all}</option>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
