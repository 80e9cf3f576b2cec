import { clsx } from 'clsx';
import { Eye, EyeOff } from 'lucide-react';
import { useState, type ComponentProps } from 'react';
import { strings } from '../strings/index.js';
import { Field, INPUT, type FieldProps } from './field.js';

type Labelled = Omit<FieldProps, 'children'>;

/** One line of text. */
export function TextField({ label, hint, error, className, ...rest }: Labelled & ComponentProps<'input'>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => <input type="text" {...rest} {...control} className={clsx(INPUT, className)} />}
    </Field>
  );
}

/** Several lines of text. */
export function TextArea({ label, hint, error, className, ...rest }: Labelled & ComponentProps<'textarea'>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => <textarea rows={4} {...rest} {...control} className={clsx(INPUT, className)} />}
    </Field>
  );
}

/** A choice of one. The system's own, which every phone makes usable. */
export function SelectField({ label, hint, error, className, children, ...rest }: Labelled & ComponentProps<'select'>) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <select {...rest} {...control} className={clsx(INPUT, className)}>
          {children}
        </select>
      )}
    </Field>
  );
}

/** A password, which one may look at while typing. */
export function PasswordField({ label, hint, error, ...rest }: Labelled & ComponentProps<'input'>) {
  const [shown, setShown] = useState(false);
  const Icon = shown ? EyeOff : Eye;
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <div className="relative">
          <input {...rest} {...control} type={shown ? 'text' : 'password'} className={clsx(INPUT, 'pr-12')} />
          <button
            type="button"
            aria-label={strings.ui.showPassword}
            aria-pressed={shown}
            aria-controls={control.id}
            onClick={() => setShown(!shown)}
            className="touch absolute inset-y-0 right-0 grid place-items-center rounded-xl text-muted hover:text-ink"
          >
            <Icon aria-hidden size={18} />
          </button>
        </div>
      )}
    </Field>
  );
}
