import { clsx } from 'clsx';
import { useEffect, useRef, type ReactNode } from 'react';
import { Notice } from './notice.js';
import type { FormState } from './use-form.js';

interface FormProps {
  form: FormState;
  /** For a button that stands elsewhere. */
  id?: string;
  className?: string;
  children: ReactNode;
}

/** A form as `useForm` leads it. What is wrong is said in our words, not the browser's, and the focus goes there. */
export function Form({ form, id, className, children }: FormProps) {
  const { errors, failure, send } = form;
  const element = useRef<HTMLFormElement>(null);
  useEffect(() => {
    element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [errors]);
  return (
    <form
      ref={element}
      id={id}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send(event.currentTarget);
      }}
      className={clsx('grid gap-5', className)}
    >
      {failure !== undefined && <Notice tone="danger">{failure}</Notice>}
      {children}
    </form>
  );
}
