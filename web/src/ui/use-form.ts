import { LyceumError } from '@lyceum/client';
import { useState } from 'react';

export type Values<F extends string> = Record<F, string>;
export type FieldErrors<F extends string> = Partial<Record<F, string>>;

interface FormOptions<F extends string> {
  fields: readonly F[];
  /** What is wrong before anybody is asked, by field. */
  check?: (values: Values<F>) => FieldErrors<F>;
  /** What it is for. What it throws is shown: at its field where the server names one that is here, else above. */
  submit: (values: Values<F>, element: HTMLFormElement) => unknown;
  /** Sentences for errors that mean something particular here. */
  explain?: (error: LyceumError) => { field?: F; text: string } | undefined;
}

export interface FormState<F extends string = string> {
  errors: FieldErrors<F>;
  /** What is wrong, and not of one field. */
  failure: string | undefined;
  busy: boolean;
  send: (element: HTMLFormElement) => Promise<void>;
}

/** A form's way: checked, sent, and what is wrong kept by field. Give it to a `Form`. */
export function useForm<F extends string>({ fields, check, submit, explain }: FormOptions<F>): FormState<F> {
  const [errors, setErrors] = useState<FieldErrors<F>>({});
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState(false);

  const fail = (thrown: unknown): void => {
    const error = LyceumError.from(thrown);
    const { field, text } = explain?.(error) ?? { field: fields.find((name) => name === error.field), text: error.message };
    if (field === undefined) setFailure(text);
    else setErrors({ [field]: text } as FieldErrors<F>);
  };

  const send = async (element: HTMLFormElement): Promise<void> => {
    const data = new FormData(element);
    const values = Object.fromEntries(fields.map((name) => [name, textOf(data.get(name))])) as Values<F>;
    const wrong = check?.(values) ?? {};
    setErrors(wrong);
    setFailure(undefined);
    if (Object.values(wrong).some((text) => text !== undefined)) return;
    setBusy(true);
    try {
      await submit(values, element);
    } catch (thrown) {
      fail(thrown);
    } finally {
      setBusy(false);
    }
  };

  return { errors, failure, busy, send };
}

function textOf(value: FormDataEntryValue | null): string {
  return typeof value === 'string' ? value : '';
}
